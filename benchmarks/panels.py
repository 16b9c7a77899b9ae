"""DynamoDB calls of each panel of the member's screen, for a member with everything in it."""

from benchmarks.figures import Figure
from benchmarks.running_sapa import RunningSapa

LOAN = {
    "kind": "financing",
    "product": "Murabahah",
    "opened_on": "2025-01-10",
    "principal": 12_000_000,
    "margin": 1_440_000,
    "method": "murabahah",
    "tenor_months": 12,
    "first_due_on": "2025-02-10",
    "grace_days": 3,
}


def measure(sapa: RunningSapa) -> list[Figure]:
    """One figure a panel, in calls."""
    member, _ = sapa.call("POST", "/members", {"name": "Wati", "joined_on": "2024-03-01"})
    at = f"/members/{member['member_id']}"
    saving = {"kind": "savings", "product": "sukarela", "opened_on": "2024-03-01"}
    loan, _ = sapa.call("POST", "/accounts", {"member_id": member["member_id"], **LOAN})
    sapa.call("POST", "/accounts", {"member_id": member["member_id"], **saving})
    sapa.call("POST", f"{at}/phones", {"number": "0812 3456 7890"})
    account = f"/accounts/{loan['account_id']}"
    paths = {
        "savings accounts": f"{at}/accounts?kind=savings",
        "financing accounts": f"{at}/accounts?kind=financing",
        "arrears": f"{at}/arrears",
        "account transactions": f"{account}/transactions",
        "contacts": f"{at}/contacts",
    }
    return [
        Figure(f"DynamoDB calls of panel: {name}", _calls(sapa, path), 1.0, "calls", 1.0)
        for name, path in paths.items()
    ]


def _calls(sapa: RunningSapa, path: str) -> float:
    _, headers = sapa.call("GET", path)
    return float(headers["server-timing"].split('calls;desc="')[1].split('"')[0])
