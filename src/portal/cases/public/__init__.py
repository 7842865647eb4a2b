"""The applicant's side: pages without an account. None of them is kept by anybody in between."""
