"""Results in, Plotly figure out."""
