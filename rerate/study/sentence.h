#pragma once

#include <string>
#include <variant>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/period.h"

namespace rerate {

// "small caps" -> "Small caps": a title that opens a sentence or a heading. ASCII letters only.
std::string capitalised(std::string text);

// "a", "a and b", "a, b and c".
std::string joined_with_and(const std::vector<std::string>& words);

// The same of a list that may be long: seven words and more are the first six "and 4 more".
std::string some_of(std::vector<std::string> words);

// "+3.4", "-0.2", "+0.0".
std::string signed_number(double value, int decimals);

// With a comma between thousands: grouped(12345.6, 0) is "12,346".
std::string grouped(double value, int decimals);

// "p = 0.034", "p = 0.61", "p < 0.001", "p > 0.99"; "p not known" for NaN.
std::string p_in_words(double p);

// "two" up to "twelve", then figures.
std::string few_in_words(std::size_t count);

// "Aug 2009", "11 Jun 2010", "2009Q3", "2009".
std::string period_in_words(Period period);

// "1 event", "1,200 events".
std::string count_of(std::size_t count, const std::string& noun);

// What one observation is: "months", "trading days".
std::string step_in_words(Frequency frequency);

// "12 months", "1 day". Days are those of the series: trading days.
std::string duration_in_words(Duration duration);

// "the 12 months", "the time to 2025-05-30".
std::string horizon_in_words(const std::variant<Duration, Date>& horizon);

}  // namespace rerate
