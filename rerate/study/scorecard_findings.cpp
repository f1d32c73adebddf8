#include "rerate/study/scorecard_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

constexpr int kFewIndicators = 3;

Date date_of(const std::variant<Date, Duration>& then, Date as_of) {
  if (const auto* date = std::get_if<Date>(&then)) return *date;
  const auto& length = std::get<Duration>(then);
  if (const auto months = whole_months(length)) return add_months(as_of, -*months);
  return as_of - (length.unit == Duration::Unit::week ? 7 : 1) * length.count;
}

ScorecardQuestion question_of(const ScorecardRequest& request, const SectionContext& context) {
  ScorecardQuestion question;
  for (const auto& one : request.indicators)
    question.indicators.push_back(
        {one.named.name, &context.input(one.named.use).series, one.sign, one.weight, one.named.use.place});
  question.as_of = context.as_of;
  if (request.then) question.then = date_of(*request.then, context.as_of);
  question.first_window = request.history_months;
  question.stale = request.stale_months;
  question.place = request.place;
  question.then_place = request.then_place;
  return question;
}

ScoreCalibration calibrate(const ScorecardLeadRequest& lead, const Scorecard& card,
                           const SectionContext& context) {
  ScoreCalibrationQuestion question;
  question.dates = card.dates;
  question.score = card.composite;
  question.score_now = card.now.composite;
  question.as_of = context.as_of;
  question.asset = &context.input(lead.asset).series;
  question.benchmark = &context.input(lead.benchmark).series;
  question.horizon = lead.horizon;
  question.first_window = *whole_months(lead.first_window);
  question.places.asset = lead.asset.place;
  question.places.benchmark = lead.benchmark.place;
  question.places.horizon = lead.horizon_place;
  return score_calibration(question);
}

void check_releases(const ScorecardRequest& request, const SectionContext& context) {
  for (const auto& one : request.indicators) {
    const auto& missing = context.input(one.named.use).releases.without_rule;
    if (missing.empty()) continue;
    refuse(
        ErrorCode::scorecard_release,
        fmt::format("indicator `{}` reads `{}`, which has no release rule: its next release is not known",
                    one.named.name, missing.front()),
        fmt::format("Write release = \"...\" for {} in its pack's series.toml (true vintages have none), or "
                    "releases = false in this section.",
                    missing.front()),
        one.named.use.place);
  }
}

// A title of its own, else that of the series, with what the transform makes of it.
std::string title_of(const ScorecardIndicatorRequest& one, const SectionContext& context) {
  const auto& base = one.base ? *one.base : one.named.use;
  auto title = one.named.title;
  if (title.empty() && is_plain_name(base.formula)) title = context.input(base).title;
  if (title.empty()) {
    title = one.named.name;
    std::replace(title.begin(), title.end(), '_', ' ');
  }
  return one.transform.empty() ? title : fmt::format("{}, {}", title, one.transform);
}

}  // namespace

std::string state_in_words(double z, double good, double poor) {
  if (std::isnan(z)) return {};
  return z >= good ? "good" : z <= poor ? "poor" : "mixed";
}

ScorecardFindings find_scorecard(const ScorecardRequest& request, const SectionContext& context) {
  if (request.releases) check_releases(request, context);
  ScorecardFindings found;
  found.request = &request;
  found.card = scorecard(question_of(request, context));
  if (request.lead) {
    found.calibration = calibrate(*request.lead, found.card, context);
    found.asset = context.input(request.lead->asset).title;
    found.benchmark = context.input(request.lead->benchmark).title;
  }
  for (const auto& one : request.indicators) {
    found.titles.push_back(title_of(one, context));
    found.inputs.push_back(&context.input(one.named.use));
    found.all_open = found.all_open && found.inputs.back()->redistribute;
  }
  found.composite_open = found.all_open || request.indicators.size() >= kFewIndicators;
  return found;
}

}  // namespace rerate
