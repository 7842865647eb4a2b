"""Rules 14-25, 31-33, 36, 37, 40, 41: what the prose says, against the tables and against itself.

Each check is one function of ``prose/``; registering them here keeps the list of codes in one place.
"""

from gongkai.checks.check import check
from gongkai.checks.prose.aspects import headings_match, part_one_covers, results_stated
from gongkai.checks.prose.decisions import decisions_agree
from gongkai.checks.prose.disputes import disputes_agree, disputes_are_mentioned
from gongkai.checks.prose.documents import (
    counts_are_exact,
    documents_agree,
    township_claims_no_rules,
)
from gongkai.checks.prose.fees import admin_fees_agree, fee_statement_present
from gongkai.checks.prose.growth import growth_holds
from gongkai.checks.prose.identity import about_this_unit, compiler_is_the_filer, speaks_of_itself
from gongkai.checks.prose.improvement import part_five_answers, part_five_is_new
from gongkai.checks.prose.lists import (
    cumulative_not_below_new,
    measure_words_present,
    parts_make_total,
    power_list_adds_up,
)
from gongkai.checks.prose.none import all_closed, all_granted, no_disputes, none_received
from gongkai.checks.prose.repeats import repeats_agree
from gongkai.checks.prose.requests import requests_agree
from gongkai.checks.prose.shares import shares_hold
from gongkai.checks.prose.years import no_leftover_years, period_is_the_year

CHECKS = {
    "part_one_covers_aspects": part_one_covers,
    "supervision_results_stated": results_stated,
    "headings_match_content": headings_match,
    "prose_requests_match_table": requests_agree,
    "prose_disputes_match_table": disputes_agree,
    "prose_disputes_silent": disputes_are_mentioned,
    "none_received_holds": none_received,
    "no_disputes_holds": no_disputes,
    "all_closed_holds": all_closed,
    "all_granted_holds": all_granted,
    "prose_documents_match_table": documents_agree,
    "prose_decisions_match_table": decisions_agree,
    "repeated_quantity_agrees": repeats_agree,
    "parts_make_total": parts_make_total,
    "measure_words_present": measure_words_present,
    "percentages_hold": shares_hold,
    "growth_holds": growth_holds,
    "cumulative_not_below_new": cumulative_not_below_new,
    "power_list_adds_up": power_list_adds_up,
    "statutory_counts_exact": counts_are_exact,
    "township_claims_no_rules": township_claims_no_rules,
    "period_is_the_year": period_is_the_year,
    "no_leftover_years": no_leftover_years,
    "speaks_of_itself": speaks_of_itself,
    "compiler_is_the_filer": compiler_is_the_filer,
    "part_five_answers": part_five_answers,
    "part_five_is_new": part_five_is_new,
    "about_this_unit": about_this_unit,
    "fee_statement_present": fee_statement_present,
    "admin_fees_match_table": admin_fees_agree,
}
for _code, _function in CHECKS.items():
    check(_code)(_function)
