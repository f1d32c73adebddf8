#include "rerate/study/rotation_input_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::int32_t kOldest = 2;    // months
constexpr std::size_t kMostNamed = 3;  // series of one pack; more are counted

std::int32_t month_of(Date day) { return period_of(Frequency::monthly, day).ordinal; }

// Whether a monthly formula has no other figure from `since` to `now` than that of the month before: what ended is still behind it.
bool stands_still(const Series& series, std::int32_t since, std::int32_t now) {
  if (series.type.frequency != Frequency::monthly) return false;
  const auto at = series.find_at_or_before(now);
  if (!at) return true;
  for (std::size_t i = *at; i > 0 && series.ordinal[i] >= since; --i)
    if (!std::isnan(series.value[i]) && !std::isnan(series.value[i - 1]) &&
        series.value[i] != series.value[i - 1])
      return false;
  return true;
}

bool has_ended(const Series& series, std::int32_t now) {
  for (std::size_t i = series.size(); i-- > 0;)
    if (!std::isnan(series.value[i])) return month_of(last_day(series.period(i))) < now - kOldest;
  return true;
}

// "10-year yield (Nov 2025)" for each source that ended, though the formula needs it.
std::vector<std::string> ended_sources(const SeriesInput& input, std::int32_t now) {
  std::vector<std::string> ended;
  if (input.releases.next && !input.releases.overdue) return ended;  // slow, but in time
  for (const auto& source : input.sources) {
    if (source.newest == kAlwaysKnown) continue;
    const auto newest = month_of(source.newest);
    if (newest >= now - kOldest) continue;
    // A figure of month m is known in the next one, and carried from there.
    if (has_ended(input.series, now) || stands_still(input.series, newest + kOldest + 1, now))
      ended.push_back(fmt::format("{} ({})", source.title, month_in_words(source.newest)));
  }
  return ended;
}

void add(const std::vector<std::string>& words, std::vector<std::string>& into) {
  for (const auto& one : words)
    if (std::find(into.begin(), into.end(), one) == into.end()) into.push_back(one);
}

void warn_of_ended(RotationFindings& found, const SectionContext& context) {
  const auto now = found.panel.month[static_cast<std::size_t>(found.now)];
  const auto until = month_in_words(found.panel.decided_at(found.now));
  std::vector<std::string> drivers, cash, market;
  for (const auto& signal : found.request->signals)
    for (const auto& driver : signal.drivers) add(ended_sources(context.input(driver.use), now), drivers);
  if (found.request->cash) add(ended_sources(context.input(*found.request->cash), now), cash);
  if (found.request->market) add(ended_sources(context.input(*found.request->market), now), market);
  if (!drivers.empty())
    found.warnings.push_back(fmt::format(
        "Macro drivers end before {}, with {}: from then on they stand still, and their changes are zeros.",
        until, joined_with_and(drivers)));
  if (!cash.empty())
    found.warnings.push_back(
        fmt::format("Cash ends before {}, with {}: no newer rate is known.", until, joined_with_and(cash)));
  if (!market.empty())
    found.warnings.push_back(
        fmt::format("The market ends before {}, with {}: later months have no comparison with it.", until,
                    joined_with_and(market)));
}

// "french (24 series)" for many of one pack's name, ids for few.
std::vector<std::string> by_pack(const std::set<std::string>& ids) {
  std::map<std::string, std::vector<std::string>> packs;
  for (const auto& id : ids) packs[id.substr(0, id.find('.'))].push_back(id);
  std::vector<std::string> words;
  for (const auto& [pack, of_it] : packs) {
    if (of_it.size() > kMostNamed)
      words.push_back(fmt::format("{} ({} series)", pack, of_it.size()));
    else
      words.insert(words.end(), of_it.begin(), of_it.end());
  }
  return words;
}

void warn_of_revised(RotationFindings& found, const SectionContext& context) {
  std::set<std::string> revised;
  for (const auto& use : uses_of(*found.request))
    for (const auto& source : context.input(use).sources)
      if (source.revised) revised.insert(source.id);
  if (revised.empty()) return;
  found.warnings.push_back(fmt::format(
      "Revised after their release and without vintages here: {}. Decisions of the past read them when they "
      "were out, but as they stand today.",
      joined_with_and(by_pack(revised))));
}

}  // namespace

void add_input_warnings(RotationFindings& found, const SectionContext& context) {
  warn_of_ended(found, context);
  warn_of_revised(found, context);
}

}  // namespace rerate
