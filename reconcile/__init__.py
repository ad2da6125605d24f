"""Reconcile casualty and event figures from news articles and event datasets, month by month.

`reconcile.pipeline.run` tells the whole story; the command line (`reconcile --help`) is a thin skin over it.
"""

__version__ = "0.1.0"
