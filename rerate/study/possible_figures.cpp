#include "rerate/study/possible_figures.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <set>
#include <span>
#include <utility>

#include "rerate/base/number_text.h"
#include "rerate/study/credit_words.h"

namespace rerate {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view kEventCounts[] = {"episodes",      "complete", "pending", "excluded",
                                             "not_yet_known", "sample",   "n_eff"};
constexpr std::string_view kEventOutcome[] = {
    "mean",   "median",   "led",   "hit_rate", "base_rate", "base_mean",         "base_median",
    "p_mean", "p_median", "p_led", "ci_low",   "ci_high",   "leave_one_out_low", "leave_one_out_high"};
constexpr std::string_view kEventSets[] = {"episode_dates", "led_at", "not_led"};

constexpr std::string_view kCurve[] = {"mean_lead_days",
                                       "median_lead_days",
                                       "least_lead_days",
                                       "most_lead_days",
                                       "leave_one_out_low",
                                       "leave_one_out_high",
                                       "recessions",
                                       "false_positives",
                                       "pending",
                                       "without_own_inversion",
                                       "missed",
                                       "survival_median_days",
                                       "survival_median_low",
                                       "survival_median_high",
                                       "steepening_before",
                                       "steepening_exceptions",
                                       "steepening_lower_after",
                                       "months_to_positive",
                                       "curve_now",
                                       "expected_curve",
                                       "expected_steepening"};
constexpr std::string_view kCurveSets[] = {"false_positives",       "pending",       "led_peaks",  "missed",
                                           "without_own_inversion", "no_steepening", "lower_after"};

constexpr std::string_view kFairValue[] = {"price",
                                           "fair_level",
                                           "upside",
                                           "multiple",
                                           "priced_in_growth",
                                           "required_growth_record",
                                           "fundamental",
                                           "fair_multiple",
                                           "fair_growth",
                                           "fair_low",
                                           "fair_high",
                                           "bottom_up_growth",
                                           "model_growth",
                                           "disconnect",
                                           "record_level",
                                           "required_multiple_record",
                                           "reachable",
                                           "plausibility",
                                           "weighted_level",
                                           "weighted_upside",
                                           "multiple_r2",
                                           "growth_r2",
                                           "sample",
                                           "growth_sample",
                                           "correction_speed",
                                           "half_life",
                                           "draws",
                                           "block_length",
                                           "residual_correlation"};

constexpr std::string_view kRival[] = {"forecast",     "r2_in_sample", "r2_out_of_sample",
                                       "clark_west_p", "forecast_low", "forecast_high",
                                       "clark_west",   "forecasts",    "sample"};
constexpr std::string_view kRivalOther[] = {"other_r2_in_sample", "other_r2_out_of_sample",
                                            "other_clark_west_p", "adds_to_other_p",
                                            "other_adds_p",       "difference_p"};

constexpr std::string_view kPolicyMultiple[] = {"multiple", "funds_rate", "share_in_band", "high_water",
                                                "high_water_rate"};

constexpr std::string_view kCredit[] = {"spread",
                                        "percentile",
                                        "z",
                                        "change_1m",
                                        "change_3m",
                                        "change_12m",
                                        "months_since_crest",
                                        "crest",
                                        "crest_percentile",
                                        "retraced",
                                        "ebp",
                                        "ebp_percentile",
                                        "sectors_rising",
                                        "distress_share",
                                        "state_rank"};
constexpr std::string_view kCreditSets[] = {"state"};

constexpr std::string_view kRegimes[] = {"score",
                                         "hmm_probability",
                                         "regime_rank",
                                         "regimes",
                                         "regime_probability",
                                         "months_in_regime",
                                         "expected_duration",
                                         "spells",
                                         "refits",
                                         "refits_failed",
                                         "stability",
                                         "bic",
                                         "silhouette"};
constexpr std::string_view kRegimesDifference[] = {"return_difference", "return_difference_low",
                                                   "return_difference_high", "return_difference_p"};
constexpr std::string_view kRegimesPrefixes[] = {"", "score_", "hmm_"};

constexpr std::string_view kStyleMeasures[] = {"level_correlation", "change_correlation",
                                               "annual_change_correlation"};
constexpr std::string_view kStyle[] = {
    "correlation",         "correlation_p",  "best_correlation", "definitions_tried",
    "rolling_correlation", "rolling_lowest", "rolling_highest",  "sample"};
constexpr std::string_view kStyleClaim[] = {"claim", "claim_reproduced_by", "claim_inside_intervals"};

constexpr std::string_view kRecession[] = {"probability",
                                           "probability_low",
                                           "probability_high",
                                           "curve",
                                           "alpha",
                                           "beta",
                                           "n",
                                           "alpha_refit",
                                           "beta_refit",
                                           "n_refit",
                                           "spells",
                                           "brier",
                                           "brier_base_rate",
                                           "brier_skill",
                                           "auc",
                                           "auc_error",
                                           "brier_in_sample",
                                           "auc_in_sample",
                                           "probability_published",
                                           "probability_published_sample",
                                           "probability_other_link",
                                           "probability_ebp",
                                           "beta_p",
                                           "beta_refit_p",
                                           "auc_p"};

constexpr std::string_view kScorecard[] = {"composite", "composite_change_3m", "share_positive", "available",
                                           "indicators"};
constexpr std::string_view kScorecardThen[] = {"then_composite", "change_since_then"};
constexpr std::string_view kScorecardLead[] = {
    "probability_leads", "base_rate", "brier_skill", "brier",
    "brier_base_rate",   "auc",       "forecasts",   "probability_low",
    "probability_high",  "slope",     "slope_p",     "relative_slope",
    "relative_slope_p",  "auc_p"};
constexpr std::string_view kScorecardSets[] = {"positive", "negative"};

constexpr std::string_view kRotationBands[] = {"sharpe",     "sharpe_difference", "cagr",
                                               "volatility", "max_drawdown",      "information_ratio"};
constexpr std::string_view kRotation[] = {"sharpe_benchmark",
                                          "cagr_benchmark",
                                          "months_under_water",
                                          "sharpe_adjusted",
                                          "sortino",
                                          "hit_rate",
                                          "turnover",
                                          "cost_drag",
                                          "break_even_cost",
                                          "months",
                                          "capacity",
                                          "tracking_error",
                                          "excess",
                                          "beat_rate",
                                          "alpha",
                                          "alpha_t",
                                          "alpha_p",
                                          "beta",
                                          "rank_correlation",
                                          "rank_correlation_t",
                                          "rank_correlation_p",
                                          "sharpe_difference_p"};
constexpr std::string_view kRotationLuck[] = {"variants",
                                              "variants_failed",
                                              "trials",
                                              "trials_earlier",
                                              "spa_p",
                                              "spa_lower_p",
                                              "spa_upper_p",
                                              "reality_check_p",
                                              "stepm_p",
                                              "probabilistic_sharpe",
                                              "deflated_sharpe",
                                              "deflated_lead",
                                              "expected_best_sharpe",
                                              "overfitting_probability"};
constexpr std::string_view kRotationSets[] = {"favoured"};

void add(std::vector<std::string>& names, Names more, std::string_view prefix = {},
         std::string_view ending = {}) {
  for (const auto name : more) names.push_back(std::string(prefix) + std::string(name) + std::string(ending));
}

// What of the keys decides which figures there are; of several definitions, of any of them.
struct TellingKeys {
  bool benchmark = false, by_rule = false, from_known = false, from_other = false;  // event studies
  bool against = false, claim = false, then = false, lead = false;
  bool hmm = false, k_means = false, mixture = false;       // regimes
  bool premium = false, sectors = false, distress = false;  // credit; the premium: recessions too
  bool preset = false, volume = false;                      // recessions, rotations
  std::set<double> shares = {};

  void operator()(const EventStudyRequest& request) {
    benchmark = benchmark || request.benchmark;
    by_rule = by_rule || !std::holds_alternative<DatesByHand>(request.question.rule);
    (request.question.anchor == Anchor::known ? from_known : from_other) = true;
  }
  void operator()(const RivalRequest& request) { against = against || !request.against.empty(); }
  void operator()(const PolicyMultipleRequest& request) {
    shares.insert(request.shares.begin(), request.shares.end());
  }
  void operator()(const CreditRequest& request) {
    premium = premium || request.ebp;
    sectors = sectors || !request.sectors.empty();
    distress = distress || !request.constituents.empty();
  }
  void operator()(const RegimesRequest& request) {
    hmm = hmm || request.hmm;
    (request.clusters.method == ClusterMethod::k_means ? k_means : mixture) = true;
  }
  void operator()(const RecessionProbabilityRequest& request) {
    premium = premium || request.ebp;
    preset = preset || request.question.preset;
  }
  void operator()(const RotationRequest& request) {
    volume = volume || !request.definition.trading.volume.empty();
  }
  void operator()(const StyleCurveRequest& request) { claim = claim || request.claim; }
  void operator()(const ScorecardRequest& request) {
    then = then || request.then;
    lead = lead || request.lead;
  }
  template <class Request>
  void operator()(const Request&) {}
};

// By kind. `any`: whatever the keys are.
struct FiguresOfKind {
  bool any;
  const TellingKeys& keys;
  PossibleFigures& its;

  void operator()(const EventStudyRequest&) const {
    add_anchored({});
    if (any || keys.benchmark) add(its.numbers, kEventOutcome, "asset_");
    if (any || keys.benchmark) add(its.numbers, kEventOutcome, "benchmark_");
    if (any || (keys.by_rule && keys.from_other)) add_anchored("known_");
    if (any || (keys.by_rule && keys.from_known)) add_anchored("extreme_");
    its.numbers.push_back("since_asset");
    if (any || keys.benchmark) its.numbers.insert(its.numbers.end(), {"since_benchmark", "since_relative"});
    add(its.sets, kEventSets);
  }
  void operator()(const CurveRecessionsRequest&) const {
    add(its.numbers, kCurve);
    add(its.sets, kCurveSets);
  }
  void operator()(const FairValueRequest&) const { add(its.numbers, kFairValue); }
  void operator()(const RivalRequest&) const {
    add(its.numbers, kRival);
    if (any || keys.against) add(its.numbers, kRivalOther);
  }
  void operator()(const PolicyMultipleRequest&) const {
    add(its.numbers, kPolicyMultiple);
    if (any) its.beginnings.push_back("quantile_");
    for (const double share : keys.shares) its.numbers.push_back("quantile_" + shortest(100 * share));
  }
  void operator()(const CreditRequest&) const {
    for (const auto name : kCredit)
      if (with_keys(name, {{"ebp", keys.premium},
                           {"ebp_percentile", keys.premium},
                           {"sectors_rising", keys.sectors},
                           {"distress_share", keys.distress}}))
        its.numbers.emplace_back(name);
    add(its.sets, kCreditSets);
  }
  void operator()(const RegimesRequest&) const {
    for (const auto name : kRegimes)
      if (with_keys(name, {{"hmm_probability", keys.hmm},
                           {"regime_probability", keys.mixture},
                           {"bic", keys.mixture},
                           {"silhouette", keys.k_means}}))
        its.numbers.emplace_back(name);
    for (const auto prefix : kRegimesPrefixes)
      if (any || keys.hmm || prefix != "hmm_") add(its.numbers, kRegimesDifference, prefix);
    if (any || keys.hmm) its.numbers.push_back("hmm_duration");
  }
  void operator()(const StyleCurveRequest&) const {
    add(its.numbers, kStyleMeasures);
    add(its.numbers, kStyle);
    for (const auto* ending : {"_low", "_high", "_p"}) add(its.numbers, kStyleMeasures, {}, ending);
    if (any || keys.claim) add(its.numbers, kStyleClaim);
  }
  void operator()(const RecessionProbabilityRequest&) const {
    for (const auto name : kRecession)
      if (with_keys(name, {{"probability_published", keys.preset}, {"probability_ebp", keys.premium}}))
        its.numbers.emplace_back(name);
  }
  void operator()(const ScorecardRequest&) const {
    add(its.numbers, kScorecard);
    if (any || keys.then) add(its.numbers, kScorecardThen);
    if (any || keys.lead) add(its.numbers, kScorecardLead);
    add(its.sets, kScorecardSets);
  }
  void operator()(const RotationRequest&) const {
    add(its.numbers, kRotationBands);
    for (const auto* ending : {"_low", "_high"}) add(its.numbers, kRotationBands, {}, ending);
    for (const auto name : kRotation)
      if (with_keys(name, {{"capacity", keys.volume}})) its.numbers.emplace_back(name);
    add(its.numbers, kRotationLuck);
    add(its.sets, kRotationSets);
  }
  void operator()(const ClaimsRequest&) const {}

 private:
  // False of a name that only a key brings about which no definition has.
  bool with_keys(std::string_view name,
                 std::initializer_list<std::pair<std::string_view, bool>> by_key) const {
    return any ||
           std::ranges::none_of(by_key, [&](const auto& one) { return one.first == name && !one.second; });
  }
  void add_anchored(std::string_view prefix) const {
    add(its.numbers, kEventCounts, prefix);
    add(its.numbers, kEventOutcome, prefix);
  }
};

// Of one definition.
struct MembersOfKind {
  std::string_view set;
  std::set<std::string, std::less<>>& members;

  void operator()(const CreditRequest&) const {
    if (set != "state") return;
    for (const auto state : {CreditState::all_clear, CreditState::watch, CreditState::stress})
      members.insert(state_in_words(state));
  }
  void operator()(const ScorecardRequest& request) const {
    if (set != "positive" && set != "negative") return;
    for (const auto& indicator : request.indicators) members.insert(indicator.named.name);
  }
  void operator()(const RotationRequest& request) const {
    if (set != "favoured") return;
    for (const auto& sector : request.sectors) members.insert(sector.name);
  }
  template <class Request>
  void operator()(const Request&) const {}
};

// Endings of numbers that take draws, by kind: as the sections leave them out of their figures.
Names drawn(std::string_view kind) {
  static constexpr std::string_view kEvents[] = {"ci_low", "ci_high"};
  static constexpr std::string_view kFair[] = {"fair_low", "fair_high", "draws", "block_length",
                                               "residual_correlation"};
  static constexpr std::string_view kStyleDrawn[] = {"_low", "_high", "claim_inside_intervals"};
  static constexpr std::string_view kBands[] = {"_low", "_high"};
  if (kind == "event_study") return kEvents;
  if (kind == "fair_value") return kFair;
  if (kind == "style_curve") return kStyleDrawn;
  if (kind == "rotation") return kBands;
  return {};
}

// The section with each option in turn, the others as in the study. Says whether that is all there is to see: not where an option is refused
// beside the study's own, or where there are very many.
bool for_each_option(const SectionChoices& open, const std::function<void(const SectionQuestion&)>& see) {
  constexpr std::size_t kMostSeen = 2'000;
  std::vector<std::uint32_t> options;
  std::size_t together = 0;
  for (const auto& choice : open.choices) {
    options.push_back(static_cast<std::uint32_t>(choice.usual));
    together += choice.options.size();
  }
  if (together > kMostSeen) return false;
  bool all = true;
  for (std::size_t i = 0; i < options.size(); ++i) {
    for (std::uint32_t option = 0; option < open.choices[i].options.size(); ++option) {
      options[i] = option;
      try {
        see(open.read(options));
      } catch (const UserError&) {
        all = false;
      }
    }
    options[i] = static_cast<std::uint32_t>(open.choices[i].usual);
  }
  return all;
}

bool holds(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

}  // namespace

PossibleFigures possible_figures(const SectionRequest& section) {
  TellingKeys keys;
  std::visit(keys, section.question);
  const bool told =
      !section.choices ||
      for_each_option(*section.choices, [&](const SectionQuestion& question) { std::visit(keys, question); });
  PossibleFigures its;
  std::visit(FiguresOfKind{!told, keys, its}, section.question);
  return its;
}

bool can_have_number(const PossibleFigures& figures, std::string_view name) {
  return std::ranges::find(figures.numbers, name) != figures.numbers.end() ||
         std::ranges::any_of(figures.beginnings,
                             [&](const std::string& beginning) { return name.starts_with(beginning); });
}

std::vector<std::string> numbers_of_definitions(std::string_view kind, std::vector<std::string> numbers) {
  std::erase_if(numbers, [&](const std::string& name) {
    if (kind == "rotation" && holds(kRotationLuck, name)) return true;
    return std::ranges::any_of(drawn(kind), [&](std::string_view ending) { return name.ends_with(ending); });
  });
  return numbers;
}

std::vector<std::string> possible_members(const SectionRequest& section, std::string_view set) {
  std::set<std::string, std::less<>> members;
  const MembersOfKind add_members{set, members};
  std::visit(add_members, section.question);
  if (members.empty() || !section.choices) return {members.begin(), members.end()};
  const bool told = for_each_option(
      *section.choices, [&](const SectionQuestion& question) { std::visit(add_members, question); });
  if (!told) return {};
  return {members.begin(), members.end()};
}

}  // namespace rerate
