"""Roles in words."""

from casework.access.permissions import Role
from casework.i18n import _

ROLE_NAMES = {
    Role.CASEWORKER: _("Caseworker"),
    Role.REVIEWER: _("Reviewer"),
    Role.SIGNATORY: _("Signatory"),
    Role.LAWYER: _("Lawyer"),
    Role.AUDITOR: _("Data-protection officer"),
    Role.ADMINISTRATOR: _("Administrator of accounts"),
}
