"""One module per kind of file; IMPORTERS is where a new kind is added."""

from lindung.actions.importers.accounts import AccountImporter
from lindung.actions.importers.circulars import CircularImporter
from lindung.actions.importers.declarations import DeclarationImporter
from lindung.actions.importers.figures import FigureImporter
from lindung.actions.importers.nominations import NominationImporter
from lindung.actions.importers.payments import PaymentImporter
from lindung.actions.importers.protocol import Importer
from lindung.actions.importers.registrations import RegistrationImporter
from lindung.actions.importers.sponsors import SponsorImporter
from lindung.actions.importers.units import UnitImporter
from lindung.actions.importers.workers import WorkerImporter
from lindung.domain.import_columns import ImportKind

IMPORTERS: dict[ImportKind, type[Importer]] = {  # type: ignore[type-arg]  # each kind reads rows of its own type
    importer.kind: importer
    for importer in (
        UnitImporter,
        AccountImporter,
        SponsorImporter,
        CircularImporter,
        DeclarationImporter,
        WorkerImporter,
        RegistrationImporter,
        PaymentImporter,
        FigureImporter,
        NominationImporter,
    )
}
