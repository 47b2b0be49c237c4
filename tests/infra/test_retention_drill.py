"""The drill of sealed and purged cases, in one program: with its dump, and with the mistakes that it has to find."""

from infra.drills.retention import run


def test_it_holds(committed, alpha):
    report = run(alpha)
    told = report.figures["told of it while it was open"]
    assert set(told) == {"all roles", "mediator", "victim", "offender", "software"}
    assert report.figures["told of it sealed"] == report.figures["told of it purged"] == []
    assert report.figures["values of it that a restored dump opens"] == 0
    assert report.figures["mistakes found"] == report.figures["mistakes planted"] == 3
    assert report.ok
