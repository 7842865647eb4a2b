"""The annual report's tables from the records of a year: each figure with the ids behind it.

tally.py      tally(form, year, requests=..., disputes=..., registered=...) -> Tally
requests.py   table three: in which year a request counts, and in which row
disputes.py   table four: in which year a dispute counts, and with which result
place.py      where one record counts, or why nowhere
"""
