#include "rerate/base/value_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "rerate/base/date.h"
#include "rerate/base/duration.h"
#include "rerate/base/period.h"

namespace rerate {
namespace {

constexpr int kMostDigits = 9, kMostDecimals = 8;  // together they fit in 64 bits

enum class Scale : std::uint8_t { number, duration, day, month };

// One end of a range.
struct End {
  Scale scale = Scale::number;
  std::int64_t at = 0;  // of a number without its point, of months and days as the calendar counts them
  int decimals = 0;
  Duration::Unit unit = Duration::Unit::month;
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "-46.50" is -4650 with two decimals.
std::optional<End> number_in(std::string_view text) {
  End end;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point), rest = text.substr(std::min(point + 1, text.size()));
  const bool digits =
      std::all_of(whole.begin(), whole.end(), is_digit) && std::all_of(rest.begin(), rest.end(), is_digit);
  if (!digits || whole.empty() || (point < text.size() && rest.empty())) return std::nullopt;
  if (whole.size() > kMostDigits || rest.size() > kMostDecimals) return std::nullopt;
  for (const char c : whole) end.at = 10 * end.at + (c - '0');
  for (const char c : rest) end.at = 10 * end.at + (c - '0');
  end.decimals = static_cast<int>(rest.size());
  if (negative) end.at = -end.at;
  return end;
}

std::optional<End> end_in(std::string_view text) {
  if (const auto number = number_in(text)) return number;
  const bool negative = text.starts_with('-');
  if (const auto length = parse_duration(text.substr(negative ? 1 : 0)))
    return End{Scale::duration, negative ? -length->count : length->count, 0, length->unit};
  if (const auto day = parse_date(text)) return End{Scale::day, day->days, 0, Duration::Unit::day};
  const auto month = parse_period(Frequency::monthly, text);
  if (month && to_string(*month) == text) return End{Scale::month, month->ordinal, 0, Duration::Unit::month};
  return std::nullopt;
}

// "BEGIN, SECOND .. END by STEP"
struct Parts {
  std::string_view begin, second, end, step;
};

std::optional<Parts> parts_of(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  Parts parts;
  auto left = text.substr(0, dots), right = text.substr(dots + 2);
  if (const auto comma = left.find(','); comma != std::string_view::npos) {
    parts.second = trimmed(left.substr(comma + 1));
    if (!end_in(parts.second)) return std::nullopt;
    left = left.substr(0, comma);
  }
  if (const auto by = right.find(" by "); by != std::string_view::npos) {
    parts.step = trimmed(right.substr(by + 4));
    if (parts.step.empty()) return std::nullopt;
    right = right.substr(0, by);
  }
  parts.begin = trimmed(left);
  parts.end = trimmed(right);
  if (!end_in(parts.begin) || !end_in(parts.end)) return std::nullopt;
  return parts;
}

class Range {
 public:
  Range(std::string_view text, const Place& place) : text_(text), place_(place) {
    const auto parts = parts_of(text);
    RERATE_ASSERT(parts, "a range");
    parts_ = *parts;
    begin_ = *end_in(parts->begin);
    end_ = *end_in(parts->end);
    if (!parts->second.empty() && !parts->step.empty())
      wrong("a range has a second value or a step, not both", "Leave one of them out.");
    years_ = is_year(parts->begin) && is_year(parts->end) && step_is_length(parts->step);
    if (years_) to_months();
    if (!alike(begin_, end_))
      wrong(fmt::format("the ends of a range are not alike: {} and {}", parts->begin, parts->end),
            "Write both in one unit: \"3m .. 24m by 3m\".");
    step_ = parts->second.empty() ? step_of(parts->step) : difference(parts->second);
  }

  RangeValues values(std::size_t most) {
    common_decimals();
    const auto span = end_.at - begin_.at;
    if (!day_step_) check_step(span);
    const auto steps = day_step_ ? steps_of_days() : span / (step_ == 0 ? 1 : step_);
    if (steps < 0 || static_cast<std::uint64_t>(steps) >= most)
      refuse(ErrorCode::choice_options,
             fmt::format("\"{}\" has {} values, more than {}", clipped(), steps + 1, most),
             "Take a larger step.", place_);
    RangeValues values;
    values.numbers = begin_.scale == Scale::number;
    for (std::int64_t i = 0; i <= steps; ++i) values.values.push_back(value_at(i));
    return values;
  }

 private:
  std::string clipped() const { return std::string(text_.substr(0, 80)); }

  [[noreturn]] void wrong(const std::string& why, std::string mend = {}) const {
    refuse(ErrorCode::choice_range, fmt::format("\"{}\": {}", clipped(), why), std::move(mend), place_);
  }

  static bool is_year(std::string_view text) {
    return text.size() == 4 && std::all_of(text.begin(), text.end(), is_digit);
  }
  static bool step_is_length(std::string_view text) {
    const auto step = end_in(text);
    return step && step->scale == Scale::duration;
  }
  static bool alike(const End& a, const End& b) {
    return a.scale == b.scale && (a.scale != Scale::duration || a.unit == b.unit);
  }

  // 1979 .. 1990 by 1y
  void to_months() {
    for (auto* end : {&begin_, &end_}) {
      const auto month = parse_period(Frequency::monthly, fmt::format("{:04}-01", end->at));
      if (!month) wrong(fmt::format("{} is no year of the calendar", end->at));
      *end = {Scale::month, month->ordinal, 0, Duration::Unit::month};
    }
  }

  std::int64_t step_of(std::string_view text) {
    if (text.empty()) {
      std::int64_t one = 1;
      for (int i = 0; i < std::max(begin_.decimals, end_.decimals); ++i) one *= 10;
      step_decimals_ = std::max(begin_.decimals, end_.decimals);
      return one;
    }
    const auto step = end_in(text);
    if (!step) wrong(fmt::format("`{}` is no step", text.substr(0, 40)));
    const bool number = begin_.scale == Scale::number;
    if (step->scale != (number ? Scale::number : Scale::duration))
      wrong(number ? "the step must be a number" : "the step must be a length of time",
            number ? "46 .. 50 by 0.5" : "1979-01 .. 1990-01 by 12m");
    step_decimals_ = step->decimals;
    if (number) return step->at;
    if (begin_.scale == Scale::duration) {
      if (step->unit != begin_.unit)
        wrong("the step is in another unit than the ends", "Write all in one unit: \"3m .. 24m by 3m\".");
      return step->at;
    }
    return of_calendar(*step);
  }

  // A step of dates: of months, or in days.
  std::int64_t of_calendar(const End& step) {
    const bool negative = step.at < 0;
    const Duration length{static_cast<std::int32_t>(negative ? -step.at : step.at), step.unit};
    const auto months = whole_months(length);
    if (begin_.scale == Scale::month) {
      if (!months)
        wrong("the step of months must be in months, quarters or years", "1979-01 .. 1990-01 by 12m");
      if (years_ && *months % 12 != 0)
        wrong("the step of years must be in whole years", "1979 .. 1990 by 1y");
      return negative ? -*months : *months;
    }
    day_step_ = months.has_value();
    if (day_step_) return negative ? -*months : *months;
    return step.at * (step.unit == Duration::Unit::week ? 7 : 1);
  }

  std::int64_t difference(std::string_view text) {
    const auto second = end_in(text);
    if (!second || !alike(*second, begin_))
      wrong(fmt::format("the second value `{}` is not like the first", text.substr(0, 40)), "46, 46.5 .. 50");
    step_decimals_ = std::max(second->decimals, begin_.decimals);
    return raised(second->at, step_decimals_ - second->decimals) -
           raised(begin_.at, step_decimals_ - begin_.decimals);
  }

  static std::int64_t raised(std::int64_t value, int places) {
    for (int i = 0; i < places; ++i) value *= 10;
    return value;
  }

  void common_decimals() {
    if (begin_.scale != Scale::number) return;
    decimals_ = std::max({begin_.decimals, end_.decimals, step_decimals_});
    begin_.at = raised(begin_.at, decimals_ - begin_.decimals);
    end_.at = raised(end_.at, decimals_ - end_.decimals);
    step_ = raised(step_, decimals_ - step_decimals_);
  }

  // In the study's own ends and step: a mend that is written down must not be wrong itself.
  std::string how_to_turn() const {
    const auto turned = fmt::format("{} .. {}", parts_.end.substr(0, 40), parts_.begin.substr(0, 40));
    if (!parts_.second.empty()) return "Turn it round.";
    if (parts_.step.empty()) return fmt::format("Turn it round: \"{}\".", turned);
    const auto step = parts_.step.substr(0, 40);
    return fmt::format("Turn it round, \"{} by {}\", or let it fall: \"{} .. {} by -{}\".", turned, step,
                       parts_.begin.substr(0, 40), parts_.end.substr(0, 40), step);
  }

  void check_sign(std::int64_t span) const {
    if (step_ == 0) wrong("the step is 0");
    if (span < 0 && step_ > 0) wrong("the end comes before the begin", how_to_turn());
    if (span > 0 && step_ < 0) wrong("the step goes away from the end", "Leave its minus out.");
  }

  void check_step(std::int64_t span) const {
    if (span == 0 && step_ != 0) return;
    check_sign(span);
    if (span % step_ != 0)
      wrong("the steps do not meet the end", "Choose a step that divides the range, or another end.");
  }

  // Months from a day, which may be clamped to the end of a shorter month: the end is met by counting.
  std::int64_t steps_of_days() const {
    const Date first{static_cast<std::int32_t>(begin_.at)}, last{static_cast<std::int32_t>(end_.at)};
    if (first == last && step_ != 0) return 0;
    check_sign(last - first);
    const auto a = civil(first), b = civil(last);
    const auto months = 12 * (b.year - a.year) + b.month - a.month;
    const auto steps = months / step_;
    if (steps <= 0 || add_months(first, static_cast<int>(steps * step_)) != last)
      wrong("the steps do not meet the end", "Choose a step that divides the range, or another end.");
    return steps;
  }

  std::string value_at(std::int64_t i) const {
    const auto at = begin_.at + i * step_;
    switch (begin_.scale) {
      case Scale::number: return decimal(at);
      case Scale::duration: return to_string(Duration{static_cast<std::int32_t>(at), begin_.unit});
      case Scale::month: {
        const auto text = to_string(Period{Frequency::monthly, static_cast<std::int32_t>(at)});
        return years_ ? text.substr(0, 4) : text;
      }
      case Scale::day: break;
    }
    const Date first{static_cast<std::int32_t>(begin_.at)};
    return to_string(day_step_ ? add_months(first, static_cast<int>(i * step_))
                               : Date{static_cast<std::int32_t>(at)});
  }

  // Without zeros at its end: 46, 46.5.
  std::string decimal(std::int64_t value) const {
    auto digits = fmt::format("{:0{}}", value < 0 ? -value : value, decimals_ + 1);
    auto text = digits.substr(0, digits.size() - static_cast<std::size_t>(decimals_));
    auto rest = digits.substr(text.size());
    rest.erase(rest.find_last_not_of('0') + 1);
    if (!rest.empty()) text += "." + rest;
    return value < 0 ? "-" + text : text;
  }

  std::string_view text_;
  const Place& place_;
  Parts parts_;
  End begin_, end_;
  std::int64_t step_ = 1;
  int step_decimals_ = 0, decimals_ = 0;
  bool years_ = false;
  bool day_step_ = false;  // of days, by months
};

}  // namespace

bool is_range(std::string_view text) { return parts_of(text).has_value(); }

bool is_range_of_numbers(std::string_view text) {
  const auto parts = parts_of(text);
  if (!parts || end_in(parts->begin)->scale != Scale::number) return false;
  const auto step = end_in(parts->step);
  return !step || step->scale == Scale::number;
}

RangeValues range_values(std::string_view text, std::size_t most, const Place& place) {
  return Range(text, place).values(most);
}

}  // namespace rerate
