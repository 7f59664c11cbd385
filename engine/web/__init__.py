"""The pages of staff: server-rendered, Indonesian first, usable without a line of JavaScript."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFError

from engine.web.account import blueprint as account
from engine.web.case import blueprint as case
from engine.web.case_acts import blueprint as case_acts
from engine.web.cases import blueprint as cases
from engine.web.deliveries import blueprint as deliveries
from engine.web.exports import blueprint as exports
from engine.web.filters import install
from engine.web.hand_over import blueprint as hand_over
from engine.web.hooks import blueprint as hooks
from engine.web.inbox import blueprint as inbox
from engine.web.incidents import blueprint as incidents
from engine.web.link import blueprint as link
from engine.web.links import blueprint as links
from engine.web.manage_rooms import blueprint as manage
from engine.web.modeler import blueprint as modeler
from engine.web.modeler_force import blueprint as modeler_force
from engine.web.modeler_new import blueprint as modeler_new
from engine.web.oidc import blueprint as oidc
from engine.web.pages import frame, protect
from engine.web.papers import blueprint as papers
from engine.web.personal import blueprint as personal
from engine.web.preferences import blueprint as preferences
from engine.web.prints import blueprint as prints
from engine.web.proof import blueprint as proof
from engine.web.provider import connect
from engine.web.replay import blueprint as replay
from engine.web.senders import blueprint as senders
from engine.web.session import manager
from engine.web.sign_in import blueprint as sign_in
from engine.web.sign_in import lapsed
from engine.web.sop import blueprint as sop
from engine.web.sop_changes import blueprint as sop_changes
from engine.web.sop_versions import blueprint as sop_versions
from engine.web.start import blueprint as start
from engine.web.task import blueprint as task
from engine.web.together import blueprint as together
from engine.web.trace import leave_trace
from engine.web.wait import blueprint as wait
from engine.web.withdraw import blueprint as withdraw

__all__ = ["register"]


def register(app: Flask) -> None:
    """Adds the pages to an application; docs/architecture.md says what they ask of it."""
    protect(app)
    manager.init_app(app)
    connect(app)
    web = frame()
    web.before_request(leave_trace)
    for room in (sign_in, oidc, inbox, task, start, case, incidents, wait, papers, account, preferences, replay):
        web.register_blueprint(room)
    for room in (case_acts, prints, manage, together, withdraw):
        web.register_blueprint(room)
    for room in (sop, sop_changes, sop_versions, proof, link, links, hooks, deliveries, senders):
        web.register_blueprint(room)
    for room in (hand_over, modeler, modeler_new, modeler_force):
        web.register_blueprint(room)
    web.register_error_handler(CSRFError, lapsed)
    for room in (cases, exports, personal):
        web.register_blueprint(room)
    install(web)
    app.register_blueprint(web)
