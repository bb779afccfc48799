"""What the steps of a dossier do, for its pages: before they are taken, beside a decision, and afterwards."""

from pyramid.request import Request

from casework.cards.queries import live_card
from casework.dossiers import consequences, following
from casework.dossiers.consequences import Standing
from casework.dossiers.models import Dossier
from casework.dossiers.service.changes import is_author
from casework.dossiers.service.findings import facts_in, reference_day
from casework.dossiers.service.terms import done_in
from casework.dossiers.views.common import today, version_for
from casework.programmes.bodies import steps_on
from casework.programmes.scheme_wording import Wording
from casework.schemes import Action, given_on


class Outlook:
    """One dossier as it stands today, in the language of a request."""

    def __init__(self, request: Request, case: Dossier) -> None:
        session, version, day = request.dbsession, version_for(request, case), today(request)
        self._wording = Wording(version, request.locale_name, request.localizer.translate)
        self._steps = steps_on(session, version, day)
        facts = facts_in(version, case)
        self._standing = Standing(
            case.state,
            day,
            done_in(case),
            facts,
            given_on(version, facts, reference_day(case, day)),
            is_author(session, request.identity, case),
            card=live_card(session, case.id) is not None,
            replaces=case.renews_id is not None and live_card(session, case.renews_id) is not None,
        )

    def of(self, action: Action) -> tuple[str, ...]:
        """What a step would do, a sentence for each thing."""
        return consequences.what_happens(self._wording, self._steps, action, self._standing)

    def stops(self, action: Action) -> str:
        """Why a step does not go through today, whatever is typed with it; empty where nothing does."""
        return consequences.what_stops(self._wording, self._steps, action, self._standing)

    def after(self, action: Action) -> str:
        """What the step will have done. Ask before it is taken."""
        return consequences.what_happened(self._wording, self._steps, action, self._standing)

    @property
    def next(self) -> str:
        """What comes next and for whom; empty where nothing does."""
        return following.what_comes_next(self._wording, self._steps, self._standing.state, self._standing.on)

    @property
    def deciders(self) -> str:
        """Who decides on the dossier as it stands; empty where nobody does."""
        state, day = self._standing.state, self._standing.on
        if not following.deciding(self._steps, state):
            return ""
        return following.deciders(self._wording, self._steps, state, day)

    @property
    def validity(self) -> str:
        """How long a card issued today would be valid."""
        return consequences.validity(self._wording, self._standing)

    def question(self, action: Action) -> str:
        """The name of a step that is asked about before it is taken."""
        return consequences.question(self._wording, action)
