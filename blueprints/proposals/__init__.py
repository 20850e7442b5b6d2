"""Daftar usulan peserta: who is ready to be sent to BPJS, the list itself, and what was sent before."""

from blueprints.proposals.routes import blueprint as blueprint
