"""Forecasting models: each one file, each `fit_predict(place, view, indicator, year) -> Outlook`."""
