"""The sentences for refused acts, one module per noun; each exports SENTENCES: code -> sentence with named gaps."""
