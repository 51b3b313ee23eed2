"""The app a tutorial would write for the same two panels: the yardstick of the benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from plotly.subplots import make_subplots

DATA = Path(__file__).parents[2] / "data" / "belarus-2020"

app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1("Bonds and ruble"),
        dcc.RadioItems(["2020-08", "2020", "all"], "2020-08", id="period"),
        dcc.Graph(id="chart"),
    ]
)


@app.callback(Output("chart", "figure"), Input("period", "value"))
def draw(period: str) -> go.Figure:
    """Both panels, read and drawn anew on each click."""
    rate = pd.read_csv(DATA / "usd_byn_market.csv", parse_dates=["date"])
    reports = pd.read_csv(DATA / "bond_reports.csv", parse_dates=["start"])
    yields = reports[(reports["measure"] == "yield") & (reports["bond"] == "2031")]
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True)
    figure.add_scatter(x=yields["start"], y=yields["low"], mode="markers", name="yield", row=1, col=1)
    figure.add_scatter(x=rate["date"], y=rate["value"], name="rate", row=2, col=1)
    if period != "all":
        figure.update_xaxes(range=[f"{period}-01", f"{period}-31"] if "-" in period else ["2020-01-01", "2020-12-31"])
    return figure


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
