#include "rerate/series/release_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (char c : text) {
    if (c == ' ' || c == '\t') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

int ordinal_number(std::string_view word) {
  constexpr std::array<std::string_view, 5> kWords = {"first", "second", "third", "fourth", "last"};
  constexpr std::array<std::string_view, 4> kShort = {"1st", "2nd", "3rd", "4th"};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (word == kWords[i] || (i < kShort.size() && word == kShort[i])) return static_cast<int>(i) + 1;
  return 0;
}

// Adds "+16d", "-1y" and the like to the rule; false when the word is no shift.
bool add_shift(std::string_view word, ReleaseRule& rule) {
  if (word.size() < 3 || word.size() > 6 || (word[0] != '+' && word[0] != '-')) return false;
  int count = 0;
  for (char c : word.substr(1, word.size() - 2)) {
    if (c < '0' || c > '9') return false;
    count = count * 10 + (c - '0');
  }
  if (word[0] == '-') count = -count;
  switch (word.back()) {
    case 'd': rule.days += count; return true;
    case 'b': rule.business_days += count; return true;
    case 'm': rule.months += count; return true;
    case 'y': rule.months += 12 * count; return true;
    default: return false;
  }
}

// The n-th day of the month of `month_day` for which `counts` holds; n = 5 is the last.
template <class Predicate>
Date nth_in_month(Date month_day, int n, Predicate counts) {
  const Date last = end_of_month(month_day);
  const auto [year, month, unused] = civil(last);
  if (n == 5) {
    Date day = last;
    while (!counts(day)) day = day - 1;
    return day;
  }
  Date day = make_date(year, month, 1);
  for (int seen = 0;; day = day + 1)
    if (counts(day) && ++seen == n) return day;
}

}  // namespace

Expected<ReleaseRule> parse_release_rule(std::string_view text) {
  ReleaseRule rule;
  rule.text = std::string(text);
  const auto words = words_of(text.substr(0, 200));
  const auto not_understood = [&](std::string_view word) {
    return tl::unexpected(
        Failure{ErrorCode::release_rule,
                fmt::format("release rule: `{}` in \"{}\" is not understood", word, text.substr(0, 200)),
                {},
                {},
                {}});
  };
  if (words.empty()) return not_understood("");
  std::size_t at = 0;
  const auto next_is = [&](std::string_view word) { return at < words.size() && words[at] == word; };
  if (const int nth = ordinal_number(words[0]); nth != 0) {
    rule.nth = nth;
    ++at;
    if (next_is("business") && at + 1 < words.size() && words[at + 1] == "day") {
      rule.anchor = ReleaseRule::Anchor::nth_business_day;
      at += 2;
    } else {
      const auto day =
          at < words.size() ? std::find(kWeekdays.begin(), kWeekdays.end(), words[at]) : kWeekdays.end();
      if (day == kWeekdays.end()) return not_understood(at < words.size() ? words[at] : words[0]);
      rule.anchor = ReleaseRule::Anchor::nth_weekday;
      rule.day = static_cast<Weekday>(day - kWeekdays.begin());
      ++at;
    }
  } else if (next_is("end")) {
    if (words.size() < 3 || words[1] != "of") return not_understood("end");
    const auto month = std::find(kMonths.begin(), kMonths.end(), words[2]);
    if (month == kMonths.end()) return not_understood(words[2]);
    rule.anchor = ReleaseRule::Anchor::end_of_named_month;
    rule.named_month = static_cast<int>(month - kMonths.begin()) + 1;
    at = 3;
  } else if (next_is("period") && words.size() > 1 && words[1] == "end") {
    at = 2;
  }
  for (; at < words.size(); ++at)
    if (!add_shift(words[at], rule)) return not_understood(words[at]);
  return rule;
}

Date release_date(const ReleaseRule& rule, Period period) {
  const Date end = last_day(period);
  const Date month = rule.months == 0 ? end : add_months(end, rule.months);
  Date date = end;
  switch (rule.anchor) {
    case ReleaseRule::Anchor::period_end:
      // A whole number of months after a month's end is again a month's end.
      date = rule.months == 0 ? end : is_regular(period.frequency) ? end_of_month(month) : month;
      break;
    case ReleaseRule::Anchor::nth_weekday:
      date = nth_in_month(month, rule.nth, [&](Date day) { return weekday(day) == rule.day; });
      break;
    case ReleaseRule::Anchor::nth_business_day: date = nth_in_month(month, rule.nth, is_business_day); break;
    case ReleaseRule::Anchor::end_of_named_month:
      date = end_of_month(make_date(civil(month).year, rule.named_month, 1));
      break;
  }
  date = date + rule.days;
  return rule.business_days == 0 ? date : add_business_days(date, rule.business_days);
}

}  // namespace rerate
