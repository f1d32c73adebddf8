#include "rerate/series/release_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
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

constexpr std::size_t kLongestText = 200;
constexpr int kMostMonths = 600, kMostDays = 20'000, kMostBusinessDays = 1'000;

// The words of a rule, taken one by one.
struct Words {
  std::vector<std::string> all;
  std::size_t at = 0;

  bool done() const { return at == all.size(); }
  bool take(std::string_view word) {
    if (done() || all[at] != word) return false;
    ++at;
    return true;
  }
  template <class Names>
  std::optional<int> take_one_of(const Names& names) {
    const auto found = done() ? names.end() : std::find(names.begin(), names.end(), all[at]);
    if (found == names.end()) return std::nullopt;
    ++at;
    return static_cast<int>(found - names.begin());
  }
};

// "business day" or a weekday, after "first" and the like.
bool take_counted_day(Words& words, ReleaseRule& rule) {
  if (words.take("business")) {
    rule.anchor = ReleaseRule::Anchor::nth_business_day;
    return words.take("day");
  }
  const auto day = words.take_one_of(kWeekdays);
  rule.anchor = ReleaseRule::Anchor::nth_weekday;
  rule.day = static_cast<Weekday>(day.value_or(0));
  return day.has_value();
}

// "quarter" or a month's name, after "end of".
bool take_named_end(Words& words, ReleaseRule& rule) {
  if (words.take("quarter")) {
    rule.anchor = ReleaseRule::Anchor::end_of_quarter;
    return true;
  }
  const auto month = words.take_one_of(kMonths);
  rule.anchor = ReleaseRule::Anchor::end_of_named_month;
  rule.named_month = month.value_or(0) + 1;
  return month.has_value();
}

// False when the word at `words.at` does not fit.
bool take_anchor(Words& words, ReleaseRule& rule) {
  rule.nth = ordinal_number(words.all[0]);
  if (rule.nth != 0) {
    ++words.at;
    return take_counted_day(words, rule);
  }
  if (words.take("end")) return words.take("of") && take_named_end(words, rule);
  return !words.take("period") || words.take("end");
}

bool reaches_too_far(const ReleaseRule& rule) {
  return std::abs(rule.months) > kMostMonths || std::abs(rule.days) > kMostDays ||
         std::abs(rule.business_days) > kMostBusinessDays;
}

tl::unexpected<Failure> wrong(std::string what) {
  return tl::unexpected(Failure{ErrorCode::release_rule, std::move(what), {}, {}, {}});
}

Date end_of_quarter(Date date) { return last_day(period_of(Frequency::quarterly, date)); }

}  // namespace

Expected<ReleaseRule> parse_release_rule(std::string_view text) {
  if (text.size() > kLongestText)
    return wrong(fmt::format("release rule: longer than {} characters", kLongestText));
  ReleaseRule rule;
  rule.text = std::string(text);
  Words words{words_of(text)};
  const auto not_understood = [&] {
    const auto word = words.done() ? std::string("the end") : fmt::format("`{}`", words.all[words.at]);
    return wrong(fmt::format("release rule: {} of \"{}\" is not understood", word, text));
  };
  if (words.done()) return wrong("release rule: it is empty");
  if (!take_anchor(words, rule)) return not_understood();
  for (; !words.done(); ++words.at)
    if (!add_shift(words.all[words.at], rule)) return not_understood();
  if (reaches_too_far(rule)) return wrong(fmt::format("release rule: \"{}\" shifts too far", text));
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
    case ReleaseRule::Anchor::end_of_quarter: date = end_of_quarter(month); break;
  }
  date = date + rule.days;
  return rule.business_days == 0 ? date : add_business_days(date, rule.business_days);
}

}  // namespace rerate
