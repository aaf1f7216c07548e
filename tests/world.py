"""A small invented world for tests across rooms: one agency of 60 people with a computed plan, and a neighbour.

Loaded once a session through the demonstration's own loader, so that it is as real as the product can make it.
"""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from renbina.accounts.models import User
from renbina.foundation.actor import Role
from renbina.organisation.models import Agency, Employee, Unit

ROLES = (
    "anonymous",
    "analyst",
    "head_of_development",
    "approver",
    "auditor",
    "unit_operator",
    "operator_elsewhere",
    "superior",
    "superior_elsewhere",
    "employee",
    "other_analyst",
)


@dataclass
class World:
    """Users by role, sample objects by kind (public ids), and what must never leak."""

    agency: Agency
    neighbour: Agency
    users: dict[str, User]
    sample: dict[str, str]
    secrets: tuple[str, ...] = ()
    people: dict[str, Employee] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def assert_nothing_leaks(self, response: HttpResponse) -> None:
        """A refusal names nothing of the object that it refuses."""
        text = response.content.decode()
        assert [secret for secret in self.secrets if secret in text] == []


GRANTED = {
    "analyst": Role.ANALYST,
    "head_of_development": Role.HEAD_OF_DEVELOPMENT,
    "approver": Role.APPROVER_PYB,
    "auditor": Role.AUDITOR,
    "other_analyst": Role.ANALYST,
}
