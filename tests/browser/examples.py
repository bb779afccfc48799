"""The address of an example of every page, in each state that is worth a look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Error, Page, Response

from casework.access.permissions import Role


@dataclass(frozen=True)
class Example:
    """One page in one state, as one role sees it. `address` has the town's addresses as gaps; `then` is what is done
    on the page before it is looked at.
    """

    name: str
    route: str
    address: str
    role: Role | None = Role.CASEWORKER
    status: int = 200
    then: Callable[[Page], None] | None = None

    def show(self, page: Page, addresses: Mapping[str, str]) -> None:
        """Bring it onto a page that may stand anywhere."""
        answer = _leave_for(page, self.address.format(**addresses))
        assert answer is not None
        assert answer.status == self.status
        if self.then:
            self.then(page)


def _leave_for(page: Page, address: str) -> Response | None:
    """Go to an address from a page that may be renewing itself at this very moment: then it is asked for again."""
    try:
        page.goto("about:blank")
        return page.goto(address)
    except Error as error:
        if "interrupted by another navigation" not in error.message:
            raise
    page.wait_for_load_state()
    return page.goto(address)


def send(page: Page) -> None:
    """Send the form of the page; the answer has another page or the same."""
    with page.expect_navigation():
        page.locator("form.cw-form .cw-button--primary").click()


def answer_first(page: Page) -> None:
    """Give the first answer to each question, and to one for a number or a year the year 1986; read the reply."""
    for group in page.locator("form.cw-form fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").first.check()
    for control in page.locator("form.cw-form input[type=text]:not([name=day], [name=month])").all():
        control.fill("1986")
    send(page)
    page.locator("main .cw-findings").wait_for()


def write_nonsense(page: Page) -> None:
    """Fill what takes words with some that are no number, day or pattern; read what is said of it."""
    for control in page.locator("form.cw-form input[type=text]").all():
        control.fill("x?")
    send(page)
    page.get_by_role("alert").wait_for()


def send_unticked(page: Page) -> None:
    """Choose nothing of what is offered, and read what is said of it."""
    for box in page.locator("form.cw-form input[type=checkbox]").all():
        box.uncheck()
    send(page)
    page.get_by_role("alert").wait_for()


SIGNS, LAWYER, ADMIN = Role.SIGNATORY, Role.LAWYER, Role.ADMINISTRATOR
EXAMPLES = (
    Example("home", "home", "/", None),
    Example("home-signed-in", "home", "/", SIGNS),
    Example("sign-in", "sign_in", "/sign-in", None),
    Example("sessions", "account", "/account"),
    Example("accounts", "accounts", "/accounts", ADMIN),
    Example("account-end", "account_end", "/accounts/{account_id}/end-sessions", ADMIN),
    Example("session-end", "session_end", "{session_end}"),
    Example("dossiers", "dossiers", "/dossiers"),
    Example("dossiers-reviewer", "dossiers", "/dossiers", Role.REVIEWER),
    Example("dossier-opened", "dossier", "{long_name}"),
    Example("dossier-received", "dossier", "{submit}"),
    Example("dossier-gathering", "dossier", "{take_up}"),
    Example("dossier-proposed", "dossier", "{propose}"),
    Example("dossier-to-decide", "dossier", "{propose}", SIGNS),
    Example("dossier-issued", "dossier", "{issue}"),
    Example("dossier-reviewer", "dossier", "{take_up}", Role.REVIEWER),
    Example("dossier-new-which", "dossier_new", "/dossiers/new"),
    Example("dossier-new", "dossier_new", "/dossiers/new?scheme=bcn-veinatge"),
    Example("person", "dossier_person", "{long_name}/person"),
    Example("contact", "dossier_contact", "{take_up}/contact"),
    Example("contact-empty", "dossier_contact", "{submit}/contact"),
    Example("representative", "dossier_representative", "{take_up}/representative"),
    Example("representative-new", "dossier_representative", "{submit}/representative"),
    Example("representative-remove", "representative_remove", "{take_up}/representative/remove"),
    Example("questions", "dossier_questions", "{take_up}/questions"),
    Example("register", "dossier_register", "{take_up}/register"),
    Example("register-empty", "dossier_register", "{long_name}/register"),
    Example("movement-remove", "movement_remove", "{take_up}/register/{movement_id}/remove"),
    Example("evidence-new", "evidence_new", "{take_up}/evidence/new?category=padro"),
    Example("evidence-new-identity", "evidence_new", "{take_up}/evidence/new?category=ident"),
    Example("evidence", "evidence", "{evidence}"),
    Example("evidence-of-pages", "evidence", "{scan}"),
    Example("evidence-edit", "evidence_edit", "{take_up}/evidence/{scan_id}/edit"),
    Example("photo", "dossier_photo", "{take_up}/photo"),
    Example("photo-none", "dossier_photo", "{long_name}/photo"),
    Example("photo-remove", "dossier_photo_remove", "{take_up}/photo/remove"),
    Example("evidence-remove", "evidence_remove", "{take_up}/evidence/{evidence_id}/remove"),
    Example("statements", "statement_new", "{take_up}/statements/new"),
    Example("statements-none-ticked", "statement_new", "{take_up}/statements/new", then=send_unticked),
    Example("statement-of-month", "statement_new", "{take_up}/statements/new?category=laboral&template=work"),
    Example("statement", "statement_new", "{take_up}/statements/new?category=llengua&template=level"),
    Example("statement-edit", "statement_edit", "{take_up}/statements/{statement_id}/edit"),
    Example("statement-remove", "statement_remove", "{take_up}/statements/{statement_id}/remove"),
    Example("step", "dossier_step", "{take_up}/steps/propose"),
    Example("review", "dossier_review", "{propose}/review", SIGNS),
    Example("review-author", "dossier_review", "{propose}/review"),
    Example("decision", "dossier_decide", "{propose}/decisions/grant", SIGNS),
    Example("decision-refuse", "dossier_decide", "{propose}/decisions/refuse", SIGNS),
    Example("step-ask", "dossier_step", "{take_up}/steps/ask_for_more"),
    Example("step-close", "dossier_step", "{issue}/steps/close"),
    Example("step-hand-over", "dossier_step", "{issue}/steps/hand_over"),
    Example("decision-end", "dossier_decide", "{issue}/decisions/end", SIGNS),
    Example("letter", "letter", "{certificate}"),
    Example("letter-lost", "letter", "{lost_letter}"),
    Example("letter-again", "letter_again", "{lost_letter}/again"),
    Example("certificate-again", "letter_again", "{lost_certificate}/again"),
    Example("letter-asked", "letter", "{asked_letter}"),
    Example("letter-received", "letter_received", "{asked_letter}/received"),
    Example("letter-received-refused", "letter_received", "{asked_letter}/received", then=write_nonsense),
    Example("letters-to-hand-over", "dossiers", "/dossiers?list=letters"),
    Example("dossier-asked", "dossier", "{asked}"),
    Example("dossier-asked-signatory", "dossier", "{asked}", SIGNS),
    Example("decision-desist", "dossier_decide", "{asked}/decisions/desist", SIGNS),
    Example("letter-noted", "letter", "{noted_letter}"),
    Example("decision-desist-noted", "dossier_decide", "{noted}/decisions/desist", SIGNS),
    Example("certificate", "certificate_new", "{take_up}/certificates/state"),
    Example("renew", "dossier_renew", "{issue}/renew"),
    Example("household", "dossier", "{household}"),
    Example("household-questions", "dossier_questions", "{household}/questions"),
    Example("household-questions-refused", "dossier_questions", "{household}/questions", then=write_nonsense),
    Example("family", "dossier", "{family}"),
    Example("family-member", "dossier", "{member}"),
    Example("family-member-questions", "dossier_questions", "{member}/questions"),
    Example("family-member-new", "dossier_member", "{family}/members/new"),
    Example("household-person", "dossier_person", "{household}/person"),
    Example("household-proposed", "dossier", "{household_proposed}"),
    Example("household-review", "dossier_review", "{household_proposed}/review", SIGNS),
    Example("household-decision", "dossier_decide", "{household_proposed}/decisions/grant", SIGNS),
    Example("counter", "dossier", "{counter}"),
    Example("counter-person", "dossier_person", "{counter}/person"),
    Example("counter-questions", "dossier_questions", "{counter}/questions"),
    Example("counter-evidence", "evidence_new", "{counter}/evidence/new?category=residency"),
    Example("counter-step", "dossier_step", "{counter}/steps/apply"),
    Example("counter-checked", "dossier", "{counter_checked}"),
    Example("counter-checked-person", "dossier_person", "{counter_checked}/person"),
    Example("counter-issue", "dossier_step", "{counter_checked}/steps/issue"),
    Example("counter-issued", "dossier", "{counter_issued}"),
    Example("counter-renew-early", "dossier_renew", "{counter_issued}/renew"),
    Example("counter-renew-late", "dossier_renew", "{counter_late}/renew"),
    Example("counter-to-check", "dossiers", "/dossiers?list=after_check", SIGNS),
    Example("counter-check", "dossier_decide", "{counter_issued}/decisions/check_after", SIGNS),
    Example("register-reported", "dossier", "{reported}"),
    Example("register-questions", "dossier_questions", "{reported}/questions"),
    Example("register-entered", "dossier", "{registered}"),
    Example("register-certify", "dossier_step", "{registered}/steps/certify"),
    Example("register-certificate", "letter", "{register_certificate}"),
    Example("dossier-journal", "dossier_journal", "{take_up}/journal"),
    Example("notes", "dossier_notes", "{take_up}/notes"),
    Example("handling", "dossier_handling", "{take_up}/handling"),
    Example("appointments", "dossier_appointments", "{take_up}/appointments"),
    Example("appointments-empty", "dossier_appointments", "{long_name}/appointments"),
    Example("appointment-held", "appointment_held", "{take_up}/appointments/{appointment_id}/held"),
    Example("appointment-missed", "appointment_missed", "{take_up}/appointments/{appointment_id}/missed"),
    Example(
        "appointment-call-off", "appointment_call_off", "{take_up}/appointments/{appointment_id}/call-off"
    ),
    Example("dossiers-appointments", "dossiers", "/dossiers?list=appointments"),
    Example("note-remove", "note_remove", "{take_up}/notes/{note_id}/remove"),
    Example("grant-new", "grant_new", "{issue}/grants/new"),
    Example("grant-nothing", "grant_new", "{long_name}/grants/new"),
    Example("grant-end", "grant_end", "{issue}/grants/{grant_id}/end"),
    Example("granted", "granted", "/granted", LAWYER),
    Example("cards", "cards", "/cards"),
    Example("card", "card", "{card}"),
    Example("card-being-made", "card", "{being_made}"),
    Example("verify", "verify", "/verify", None),
    Example("journal", "journal", "/journal", Role.AUDITOR),
    Example("schemes", "schemes", "/schemes"),
    Example("schemes-lawyer", "schemes", "/schemes", LAWYER),
    Example("scheme", "scheme", "/schemes/bcn-veinatge"),
    Example("scheme-before", "scheme", "/schemes/bcn-veinatge?from=2017-12-01", ADMIN),
    Example("scheme-of-households", "scheme", "/schemes/utr-upas"),
    Example("scheme-with-bodies", "scheme", "/schemes/utr-bbb"),
    Example("scheme-planned", "scheme", "/schemes/zurich-zcc"),
    Example("programmes", "programmes", "/programmes", ADMIN),
    Example("adopt", "programme_adopt", "/programmes/adopt/paris-carte-citoyenne", ADMIN),
    Example("adopt-terms", "programme_adopt", "/programmes/adopt/utr-upas", ADMIN),
    Example("adopt-open", "programme_adopt", "/programmes/adopt/zurich-zcc", ADMIN),
    Example("letterhead", "programme_letterhead", "/programmes/{programme_id}/letterhead", ADMIN),
    Example("values-none", "programme_values", "/programmes/{programme_id}/values", ADMIN),
    Example("values", "programme_values", "{household_programme}/values", ADMIN),
    Example("values-refused", "programme_values", "{household_programme}/values", ADMIN, then=write_nonsense),
    Example("leaflet", "leaflet", "/leaflet/barcelona/bcn-veinatge", None),
    Example("leaflet-arabic", "leaflet", "/leaflet/barcelona/bcn-veinatge?lang=ar", None),
    Example("selfcheck", "selfcheck", "/check/barcelona/bcn-veinatge", None),
    Example("selfcheck-arabic", "selfcheck", "/check/barcelona/bcn-veinatge?lang=ar", None),
    Example("selfcheck-answer", "selfcheck", "/check/barcelona/bcn-veinatge", None, then=answer_first),
    Example(
        "selfcheck-answer-arabic",
        "selfcheck",
        "/check/barcelona/bcn-veinatge?lang=ar",
        None,
        then=answer_first,
    ),
    Example("leaflet-household", "leaflet", "/leaflet/barcelona/utr-upas", None),
    Example("selfcheck-household", "selfcheck", "/check/barcelona/utr-upas", None),
    Example(
        "selfcheck-household-refused", "selfcheck", "/check/barcelona/utr-upas", None, then=write_nonsense
    ),
    Example("selfcheck-household-answer", "selfcheck", "/check/barcelona/utr-upas", None, then=answer_first),
    Example("leaflet-register", "leaflet", "/leaflet/barcelona/bcn-padro", None),
    Example("nothing-here", "dossier", "/dossiers/0123456789012345678901", status=404),
)
FILES = {
    "dossier_preview": "{issue}/preview",
    "paper_download": "{paper}/download",
    "evidence_picture": "{evidence}/picture",
    "evidence_page": "{scan}/pages/2",
    "dossier_photo_picture": "{take_up}/photo/picture",
}
"""Routes that answer with a file, which no page has to show."""
WITHOUT_A_PAGE = frozenset({"healthz", "language", "start", "statement_place", "stylesheet"})
