"""The one place that writes English: numbers, days, speakers, claims and figures as a person reads them."""
