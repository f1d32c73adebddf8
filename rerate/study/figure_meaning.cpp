#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "rerate/study/figures.h"

namespace rerate {
namespace {

using Names = std::span<const std::string_view>;

bool holds(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The number's name without the part of the section it is of: "known_mean" is a mean.
std::string_view without(std::string_view name, Names prefixes) {
  for (const auto prefix : prefixes)
    if (name.starts_with(prefix) && name.size() > prefix.size()) return name.substr(prefix.size());
  return name;
}

// Whole numbers of things, of any kind of section.
constexpr std::string_view kCounts[] = {
    // event studies
    "episodes", "complete", "pending", "excluded", "not_yet_known", "sample", "led",
    // curves and recessions
    "recessions", "false_positives", "without_own_inversion", "missed", "steepening_before",
    "steepening_exceptions", "steepening_lower_after", "least_lead_days", "most_lead_days",
    "months_to_positive",
    // models
    "growth_sample", "draws", "forecasts", "n", "n_refit", "spells", "definitions_tried",
    "claim_reproduced_by", "claim_inside_intervals", "indicators", "available", "sectors_rising",
    "months_since_crest", "state_rank", "regime_rank", "regimes", "months_in_regime", "refits",
    "refits_failed",
    // rotations
    "months", "months_under_water", "variants", "variants_failed", "trials", "trials_earlier"};

// Where a figure says nothing, by kind: returns and differences at 0, guesses that are right half of the time at a half. Days,
// levels, percentiles and how likely something is have no such place: no side of theirs is a conclusion.
struct Sides {
  std::string_view kind;
  std::span<const std::string_view> of_zero, of_half, of_fifty;
};

constexpr std::string_view kEventZero[] = {
    "mean",        "median",          "base_mean",         "base_median",
    "ci_low",      "ci_high",         "leave_one_out_low", "leave_one_out_high",
    "since_asset", "since_benchmark", "since_relative"};
constexpr std::string_view kEventFifty[] = {"hit_rate"};

constexpr std::string_view kCurveZero[] = {"curve_now", "expected_curve", "expected_steepening"};

constexpr std::string_view kFairZero[] = {
    "upside",       "priced_in_growth", "required_growth_record", "fair_growth",      "bottom_up_growth",
    "model_growth", "disconnect",       "weighted_upside",        "correction_speed", "residual_correlation"};

constexpr std::string_view kRivalZero[] = {"forecast",         "forecast_low", "forecast_high",
                                           "r2_out_of_sample", "clark_west",   "other_r2_out_of_sample"};

constexpr std::string_view kCreditZero[] = {"z", "change_1m", "change_3m", "change_12m", "ebp"};

constexpr std::string_view kRegimesZero[] = {"return_difference", "return_difference_low",
                                             "return_difference_high", "stability", "silhouette"};

constexpr std::string_view kStyleZero[] = {
    "correlation",    "correlation_low", "correlation_high", "rolling_correlation",
    "rolling_lowest", "rolling_highest", "best_correlation", "claim"};

constexpr std::string_view kRecessionHalf[] = {"auc", "auc_in_sample"};
constexpr std::string_view kRecessionZero[] = {"curve", "beta", "beta_refit", "brier_skill"};

constexpr std::string_view kScoreZero[] = {"composite",         "composite_change_3m", "then_composite",
                                           "change_since_then", "brier_skill",         "slope",
                                           "relative_slope"};
constexpr std::string_view kScoreHalf[] = {"auc"};

constexpr std::string_view kRotationZero[] = {"sharpe",
                                              "sharpe_low",
                                              "sharpe_high",
                                              "sharpe_benchmark",
                                              "sharpe_difference",
                                              "sharpe_difference_low",
                                              "sharpe_difference_high",
                                              "cagr",
                                              "cagr_low",
                                              "cagr_high",
                                              "cagr_benchmark",
                                              "sharpe_adjusted",
                                              "sortino",
                                              "information_ratio",
                                              "information_ratio_low",
                                              "information_ratio_high",
                                              "excess",
                                              "alpha",
                                              "alpha_t",
                                              "rank_correlation",
                                              "rank_correlation_t"};
constexpr std::string_view kRotationFifty[] = {"hit_rate", "beat_rate"};
constexpr std::string_view kRotationHalf[] = {"probabilistic_sharpe", "deflated_sharpe", "deflated_lead",
                                              "overfitting_probability"};

constexpr Sides kSides[] = {{"event_study", kEventZero, {}, kEventFifty},
                            {"curve_recessions", kCurveZero, {}, {}},
                            {"fair_value", kFairZero, {}, {}},
                            {"rival", kRivalZero, {}, {}},
                            {"policy_multiple", {}, {}, {}},
                            {"credit", kCreditZero, {}, {}},
                            {"regimes", kRegimesZero, {}, {}},
                            {"style_curve", kStyleZero, {}, {}},
                            {"recession_probability", kRecessionZero, kRecessionHalf, {}},
                            {"scorecard", kScoreZero, kScoreHalf, {}},
                            {"rotation", kRotationZero, kRotationHalf, kRotationFifty}};

// Parts of a section that repeat its figures.
Names parts_of(std::string_view kind) {
  static constexpr std::string_view kEventParts[] = {"asset_", "benchmark_", "known_", "extreme_"};
  static constexpr std::string_view kStyleParts[] = {"level_", "annual_change_", "change_"};
  static constexpr std::string_view kRegimesParts[] = {"score_", "hmm_", "regime_"};
  if (kind == "event_study") return kEventParts;
  if (kind == "style_curve") return kStyleParts;
  if (kind == "regimes") return kRegimesParts;
  return {};
}

// The name as the tables above have it: as it stands when they have it, else without its part.
std::string_view plain(std::string_view kind, std::string_view name, const Sides* sides) {
  const bool known =
      holds(kCounts, name) ||
      (sides && (holds(sides->of_zero, name) || holds(sides->of_half, name) || holds(sides->of_fifty, name)));
  return known ? name : without(name, parts_of(kind));
}

struct Alias {
  std::string_view kind, other, name;
};
constexpr Alias kAliases[] = {{"event_study", "mean_return", "asset_mean"},
                              {"event_study", "median_return", "asset_median"},
                              {"event_study", "mean_relative", "mean"},
                              {"event_study", "median_relative", "median"},
                              {"event_study", "relative_mean", "mean"},
                              {"event_study", "relative_median", "median"},
                              {"event_study", "relative_led", "led"},
                              {"event_study", "mean_asset", "asset_mean"},
                              {"event_study", "median_asset", "asset_median"},
                              {"event_study", "mean_benchmark", "benchmark_mean"},
                              {"event_study", "median_benchmark", "benchmark_median"},
                              {"event_study", "events", "complete"},
                              {"event_study", "hit_rate_relative", "hit_rate"},
                              {"event_study", "trailing", "since_relative"},
                              {"event_study", "trailing_relative", "since_relative"},
                              {"event_study", "trailing_asset", "since_asset"},
                              {"event_study", "trailing_benchmark", "since_benchmark"},
                              {"event_study", "p", "p_mean"},
                              {"curve_recessions", "lead_days", "mean_lead_days"},
                              {"curve_recessions", "mean_lead", "mean_lead_days"},
                              {"curve_recessions", "median_lead", "median_lead_days"},
                              {"curve_recessions", "led", "recessions"},
                              {"fair_value", "fair_value", "fair_level"},
                              {"fair_value", "level", "fair_level"},
                              {"fair_value", "growth", "fair_growth"},
                              {"fair_value", "required_growth", "required_growth_record"},
                              {"fair_value", "required_multiple", "required_multiple_record"},
                              {"fair_value", "record", "record_level"},
                              {"rival", "expected_return", "forecast"},
                              {"rival", "r2", "r2_in_sample"},
                              {"policy_multiple", "multiple_now", "multiple"},
                              {"credit", "spread_percentile", "percentile"},
                              {"style_curve", "p", "correlation_p"},
                              {"recession_probability", "recession_probability", "probability"},
                              {"scorecard", "score", "composite"},
                              {"scorecard", "probability", "probability_leads"},
                              {"rotation", "sharpe_ratio", "sharpe"},
                              {"rotation", "return", "cagr"},
                              {"rotation", "drawdown", "max_drawdown"},
                              {"rotation", "favours", "favoured"}};

struct Lead {
  std::string_view kind, name;
};
constexpr Lead kLeads[] = {{"event_study", "mean"},
                           {"curve_recessions", "mean_lead_days"},
                           {"fair_value", "upside"},
                           {"rival", "r2_out_of_sample"},
                           {"policy_multiple", "share_in_band"},
                           {"credit", "percentile"},
                           {"regimes", "return_difference"},
                           {"style_curve", "correlation"},
                           {"recession_probability", "probability"},
                           {"scorecard", "composite"},
                           {"rotation", "sharpe_difference"}};

}  // namespace

FigureMeaning meaning_of(std::string_view kind, std::string_view name) {
  const auto* end = std::end(kSides);
  const auto* sides =
      std::find_if(std::begin(kSides), end, [&](const Sides& one) { return one.kind == kind; });
  if (sides == end) sides = nullptr;
  const auto figure = plain(kind, name, sides);
  FigureMeaning meaning;
  meaning.counted = holds(kCounts, figure);
  if (meaning.counted || !sides) return meaning;
  if (holds(sides->of_zero, figure)) meaning.neutral = 0;
  if (holds(sides->of_half, figure)) meaning.neutral = 0.5;
  if (holds(sides->of_fifty, figure)) meaning.neutral = 50;
  return meaning;
}

std::string lead_figure(std::string_view kind) {
  for (const auto& lead : kLeads)
    if (lead.kind == kind) return std::string(lead.name);
  return {};
}

std::string figure_name(std::string_view kind, std::string_view name) {
  for (const auto& alias : kAliases)
    if (alias.kind == kind && alias.other == name) return std::string(alias.name);
  return std::string(name);
}

}  // namespace rerate
