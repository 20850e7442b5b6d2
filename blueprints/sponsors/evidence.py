"""The scan a nihil rests on, as a file; that it was taken is noted like every table that leaves."""

from flask import Response

from blueprints.sponsors.routes import blueprint
from lindung.actions.exports import noted
from lindung.domain.permissions import Act
from lindung.queries.evidence import recap
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer


@blueprint.get("/<int:sponsor_id>/dokumen/<int:document_id>")
@allowed_to(Act.READ)
def document(sponsor_id: int, document_id: int) -> Response:
    viewer = current_viewer()
    stored = recap(viewer, sponsor_id, document_id, office_today())
    (content,) = noted(viewer, f"rekap-{document_id}", {"asn": str(sponsor_id)}, [stored.content])
    return pdf_response(stored.name, content, as_file=True)
