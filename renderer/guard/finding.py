"""What is found in an object, and how grave it is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Problem
    from renderer.objects.resource import Resource


class Finding:
    """What was found, and in which object.

    Args:
        problem: what is wrong there; its path begins at the object.
        about: the object.
        allowed: the reason for which the object's owner accepts it; empty when nobody does.
        environments: those of an app in which it was found; none for any other object.
    """

    def __init__(
        self,
        problem: Problem,
        about: Resource,
        allowed: str = "",
        environments: tuple[str, ...] = (),
    ) -> None:
        self.problem = problem
        self.about = about
        self.allowed = allowed
        self.environments = environments

    def within(self, *environments: str) -> Finding:
        """Return the same finding, of these environments."""
        return Finding(self.problem, self.about, self.allowed, environments)

    def accepted(self, reason: str) -> Finding:
        """Return the same finding, accepted for a reason; one that is accepted keeps its own."""
        return Finding(self.problem, self.about, self.allowed or reason, self.environments)

    def __repr__(self) -> str:
        """Show it in one line, for tests."""
        return f"Finding({self.about.label}: {self.problem})"
