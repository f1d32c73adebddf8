#include "rerate/study/credit_words.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string with_ordinal(int number) {
  const int tens = number % 100 / 10;
  const char* ending = tens == 1          ? "th"
                       : number % 10 == 1 ? "st"
                       : number % 10 == 2 ? "nd"
                       : number % 10 == 3 ? "rd"
                                          : "th";
  return fmt::format("{}{}", number, ending);
}

// "in Mar 2023", "on 30 May 2025".
std::string when(Period period) {
  return (is_regular(period.frequency) ? "in " : "on ") + period_in_words(period);
}

std::vector<std::string> rising_sectors(const CreditReading& reading, const CreditNames& names) {
  std::vector<std::string> rising;
  for (const auto& one : reading.sectors)
    if (one.rising) rising.push_back(names.sectors[one.sector]);
  return rising;
}

std::string verdict(const CreditReading& reading, bool past) {
  const char* is = past ? "was" : "is";
  if (!reading.now)
    return past ? "the state of credit could not be told" : "the state of credit cannot be told";
  switch (*reading.now) {
    case CreditState::all_clear: return past ? "credit sent an all-clear" : "credit sends an all-clear";
    case CreditState::watch: return fmt::format("credit {} on watch", is);
    case CreditState::stress: break;
  }
  return fmt::format("credit {} in stress", is);
}

std::string since_crest(const CreditReading& reading) {
  if (!reading.cycle.now) return {};
  const auto& now = *reading.cycle.now;
  const auto crest = period_in_words(reading.history.period(reading.cycle.crests.back().at));
  auto text = fmt::format(", {} after its crest of {}",
                          count_of(static_cast<std::size_t>(now.months_since), "month"), crest);
  if (std::isnan(now.retraced)) return text;
  if (now.retraced < 0) return text + " and above it";
  if (now.retraced > 100) return text + " and below where that climb began";
  return text + fmt::format(" with {}% of the climb given back", fixed(now.retraced, 0));
}

std::string three_months(const CreditReading& reading, const CreditNames& names) {
  const double change = reading.change[1].value;
  return std::isnan(change) ? std::string()
                            : fmt::format(", {} in three months", change_in_words(change, names.unit));
}

}  // namespace

int spread_decimals(const std::string& unit) { return unit == "bp" ? 0 : 2; }

std::string unit_of_change(const std::string& unit) { return unit == "percent" ? "pp" : unit; }

std::string spread_in_words(double value, const std::string& unit) {
  const auto figure = fixed(value, spread_decimals(unit));
  return unit == "percent" ? figure + "%" : fmt::format("{} {}", figure, unit);
}

std::string change_in_words(double value, const std::string& unit) {
  return fmt::format("{} {}", signed_number(value, spread_decimals(unit)), unit_of_change(unit));
}

std::string percentile_in_words(double percentile) {
  const int whole = static_cast<int>(std::floor(percentile + 0.5));
  if (whole <= 0) return "the lowest percentile";
  if (whole >= 100) return "the highest percentile";
  return fmt::format("the {} percentile", with_ordinal(whole));
}

std::string state_in_words(CreditState state) {
  switch (state) {
    case CreditState::stress: return "stress";
    case CreditState::watch: return "watch";
    case CreditState::all_clear: break;
  }
  return "all-clear";
}

std::string credit_headline(const CreditReading& reading, const CreditNames& names) {
  const auto& spread = reading.spread;
  auto text = names.stale ? fmt::format("As of {}, its newest figure, {}", period_in_words(spread.at),
                                        verdict(reading, true))
                          : verdict(reading, false);
  if (const auto rising = rising_sectors(reading, names); !rising.empty())
    text +=
        fmt::format(", {} distress {} rising in {}", reading.now == CreditState::all_clear ? "but" : "and",
                    names.stale ? "was" : "is", joined_with_and(rising));
  const auto figure = spread_in_words(spread.value, names.unit);
  text += fmt::format(": {} {} at {} of its history ({})", names.spread, names.stale ? "was" : "is",
                      percentile_in_words(spread.percentile),
                      names.stale ? figure : fmt::format("{} {}", figure, when(spread.at)));
  text += three_months(reading, names) + since_crest(reading);
  if (reading.distress)
    text += fmt::format("; {}% of the constituents' weight {} in distress", fixed(reading.distress->share, 1),
                        names.stale ? "was" : "is");
  return capitalised(text) + ".";
}

Light credit_light(const CreditReading& reading, const CreditNames& names) {
  Light light{"Credit", Light::State::neutral, {}};
  if (reading.now && !names.stale)
    light.state = *reading.now == CreditState::all_clear ? Light::State::good
                  : *reading.now == CreditState::watch   ? Light::State::watch
                                                         : Light::State::stress;
  if (names.stale)
    light.text = fmt::format("{} in {}: ", reading.now ? state_in_words(*reading.now) : "not told",
                             period_in_words(reading.spread.at));
  light.text += "spread at " + percentile_in_words(reading.spread.percentile);
  if (!std::isnan(reading.change[1].value))
    light.text += ", 3-month change " + change_in_words(reading.change[1].value, names.unit);
  if (const auto rising = rising_sectors(reading, names); !rising.empty())
    light.text += "; distress rising in " + joined_with_and(rising);
  return light;
}

}  // namespace rerate
