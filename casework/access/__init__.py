"""Accounts, roles and permissions, sessions, grants: who is there and what they may do."""

from pyramid.config import Configurator
from pyramid.tweens import EXCVIEW

from casework.access.csrf import SessionBoundTokens
from casework.access.guards import assured_view, journalled_read
from casework.access.kept import forget_old, keep_form, kept_form
from casework.access.notices import Notices
from casework.access.passwords import Passwords
from casework.access.policy import SecurityPolicy, may_write


def includeme(config: Configurator) -> None:
    settings = config.registry["settings"]
    keyring = config.registry["vault"].keyring
    config.registry["passwords"] = Passwords(settings.argon2_time_cost, settings.argon2_memory_kib)
    config.registry["sign_in_key"] = keyring.installation_key("sign-in-name")
    config.registry["limit_secret"] = keyring.installation_key("limits")
    config.registry["may_write"] = may_write
    config.set_security_policy(SecurityPolicy())
    config.set_session_factory(Notices)
    config.set_csrf_storage_policy(SessionBoundTokens(keyring.installation_key("csrf")))
    config.set_form_keeper(keep_form, kept_form)
    config.add_cleaning(forget_old)
    config.add_view_deriver(journalled_read)
    config.add_view_deriver(assured_view)
    config.add_tween(
        "casework.access.guards.apart_tween",
        under="casework.web.limits.tween_factory",
        over=("pyramid_tm.tm_tween_factory", EXCVIEW),
    )
    config.include("casework.access.routes")
    config.include("casework.access.views")
