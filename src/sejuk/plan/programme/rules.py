"""Proposals of visits and what people may decide about them. No Django, no clock, no database."""

from sejuk.kit.choices import N_, Choice


class ProposalState(Choice):
    """What a person decided about a proposed visit."""

    PROPOSED = "proposed", N_("Proposed")
    ACCEPTED = "accepted", N_("Accepted")
    CHANGED = "changed", N_("Changed")
    REFUSED = "refused", N_("Refused")


NEXT_STATES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset(
        {ProposalState.ACCEPTED, ProposalState.CHANGED, ProposalState.REFUSED}
    ),
    ProposalState.ACCEPTED: frozenset({ProposalState.CHANGED, ProposalState.REFUSED}),
    ProposalState.CHANGED: frozenset({ProposalState.CHANGED, ProposalState.REFUSED}),
    ProposalState.REFUSED: frozenset({ProposalState.ACCEPTED}),
}


class Coverage(Choice):
    """Where a village stands in the outreach programme."""

    NEVER = "never", N_("Never visited")
    OVERDUE = "overdue", N_("Overdue")
    PLANNED = "planned", N_("Planned")
    DONE = "done", N_("Visited")
