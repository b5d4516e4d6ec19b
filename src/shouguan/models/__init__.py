"""Forecasting models: each one file with a `fit_predict_all`, which is a `shouguan.models.model.Model`."""
