#pragma once

#include <string>
#include <string_view>

#include "rerate/base/date.h"

namespace rerate {

// Figures as people read them: a real minus sign (U+2212), thousands separators, units, an en dash for
// what is not available. Rounding is half away from zero in decimal, as in base/number_text.h. For
// machines there is shortest().

// people_number(-3.44, 1) is "−3.4", people_number(12345.6, 0) is "12,346", NaN is "–", inf "∞".
std::string people_number(double value, int decimals);

// With its unit: "12.5%", "3.4 pp", "331 days", "1 day", "583 bp", "1.27", "0.03". Decimals are the
// unit's own unless given: percent and pp 1, bp, days, months, years and count 0 (count keeps one when it
// is no whole number), ratio and probability 2, index 1 (0 from 1,000 on). A probability that rounds to
// zero is "<0.01".
std::string people_value(double value, std::string_view unit);
std::string people_value(double value, std::string_view unit, int decimals);
int usual_decimals(std::string_view unit);

// "1.2 to 13.9 pp", "−4.0% to 3.1%".
std::string people_interval(double low, double high, std::string_view unit);

// One form of p-values everywhere: three decimals below 0.1, where they matter, else two; never "0.000".
// "p = 0.034", "p = 0.61", "p < 0.001", "p > 0.99"; people_p leaves "p = " out, as a table cell: "<0.001".
std::string people_p_value(double p);
std::string people_p(double p);

// Decimals that show `digits` significant digits of the value: 3 of 0.01034 need 4, 3 of 312.4 need 0. At
// most 8; 0, NaN and infinity need 2.
int significant_decimals(double value, int digits);

// "+12.3", "−4.0", "0.0": a change.
std::string people_change(double value, int decimals);

// "June 2025", "30 June 2025", "Jun 2025", "30 Jun 2025". No locale.
std::string people_month(Date date);
std::string people_day(Date date);
std::string short_month(Date date);
std::string short_day(Date date);

// Text for people from text for machines: "-20.9 pp" gets its minus sign, hyphens stay hyphens;
// a period by itself, "1970-03" or "2010-06-11", becomes "Mar 1970" or "11 Jun 2010".
std::string with_real_minus(std::string_view text);
std::string people_period(std::string_view text);
// A sentence: minus signs, and every period that stands by itself. "From 2022-07 (-20.9 pp) to 2024-12-31."
// becomes "From Jul 2022 (−20.9 pp) to 31 Dec 2024."; "note-2025-06.toml" stays.
std::string people_sentence(std::string_view text);

}  // namespace rerate
