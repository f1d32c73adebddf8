#include "rerate/study/regimes_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMovedStrongly = 0.2;  // share of months that a refit gives another label
constexpr Index kFewSpells = 5;
constexpr int kStale =
    2;  // months between the last regime and the last month, beyond which the reader is told

std::vector<std::string> cluster_names(int clusters, const RegimesRequest& request) {
  if (!request.names.empty()) return request.names;
  if (clusters == 3) return {"slump", "slowdown", "expansion"};
  std::vector<std::string> names;
  for (int i = 1; i <= clusters; ++i) names.push_back(fmt::format("regime {}", i));
  return names;
}

std::vector<std::string> chain_names(int states) {
  if (states == 3) return {"low", "middle", "high"};
  return {"low", "high"};
}

std::string month_in_words(const RegimePanel& panel, Index row) { return period_in_words(panel.month(row)); }

const std::string& name_of(const std::vector<std::string>& names, int state) {
  return names.at(static_cast<std::size_t>(state));
}

double newest(const std::vector<double>& by_row, const RegimeStates& states) {
  return by_row.at(static_cast<std::size_t>(*states.last));
}

// "slowdown since Mar 2024".
std::string now_in_words(const Regimes& found, const RegimeStates& states,
                         const std::vector<std::string>& names) {
  const auto* spell = spell_now(states);
  if (!spell) return "not known";
  return fmt::format("{} since {}", name_of(names, spell->state), month_in_words(found.panel, spell->first));
}

// "now", or the month that the newest state is of when months have passed since.
std::string when_in_words(const Regimes& found, const RegimeStates& states) {
  if (!states.last) return "now";
  return *states.last == found.panel.rows() - 1 ? "now" : "in " + month_in_words(found.panel, *states.last);
}

// The model reads one series: it may reach further than all the features together, or less far.
bool chain_has_own_month(const Regimes& found) { return found.chain->states.last != found.clustered.last; }

std::string chain_clause(const Regimes& found, const RegimesNames& names) {
  const auto& states = found.chain->states;
  const auto when =
      chain_has_own_month(found) ? fmt::format("in {} ", month_in_words(found.panel, *states.last)) : "";
  return fmt::format("; {}the hidden Markov model of {} gives its {} state a probability of {}", when,
                     names.chain, names.chained.back(), fixed(newest(found.chain->filtered, states), 2));
}

std::string state_sentence(const Regimes& found, const RegimesNames& names) {
  const auto* spell = spell_now(found.clustered);
  auto text =
      fmt::format("In {} the regime is {} ({} of {} regimes)", month_in_words(found.panel, spell->last),
                  now_in_words(found, found.clustered, names.clustered), names.method,
                  few_in_words(static_cast<std::size_t>(found.clustered.states)));
  if (found.scored.last)
    text += fmt::format("; the score of {} says {}", fixed(newest(found.score, found.scored), 2),
                        name_of(names.scored, found.scored.spells.back().state));
  if (found.chain && found.chain->states.last) text += chain_clause(found, names);
  return text + ".";
}

// "led large caps by 0.4pp", "returned 1.1%".
std::string outcome_in_words(double mean, const RegimesNames& names) {
  if (!names.relative()) return fmt::format("returned {}%", fixed(mean, 2));
  return fmt::format("{} {} by {}pp", mean < 0 ? "trailed" : "led", names.benchmark,
                     fixed(std::fabs(mean), 2));
}

bool excludes_zero(const RegimeMean& apart) { return apart.low > 0 || apart.high < 0; }

// What the score and the hidden Markov model say of the same difference, so that no one view speaks alone.
std::string other_views_sentence(const Regimes& found, std::size_t kind) {
  const auto& score = found.returns.views.at(0).difference[kind];
  const auto verdict = [](const RegimeMean& apart) {
    return std::isnan(apart.low)  ? "cannot be told"
           : excludes_zero(apart) ? "excludes zero"
                                  : "includes zero";
  };
  auto text = fmt::format(" By the score it {}", verdict(score));
  if (found.chain)
    text += fmt::format(", by the hidden Markov model it {}",
                        verdict(found.returns.views.at(2).difference[kind]));
  return text + ".";
}

std::string returns_sentence(const Regimes& found, const RegimesNames& names, double level) {
  const auto kind =
      static_cast<std::size_t>(names.relative() ? RegimeReturn::relative_month : RegimeReturn::month);
  const auto& view = found.returns.views.at(1);
  const auto &worst = view.by_state.front()[kind], &best = view.by_state.back()[kind];
  if (worst.months == 0 || best.months == 0)
    return fmt::format(" No return after {} is known yet.",
                       worst.months == 0 ? names.clustered.front() : names.clustered.back());
  auto text = fmt::format(" In the month after, {} {} on average after {} and {} after {}", names.asset,
                          outcome_in_words(best.mean, names), names.clustered.back(),
                          outcome_in_words(worst.mean, names), names.clustered.front());
  const auto& apart = view.difference[kind];
  if (std::isnan(apart.low)) return text + "; too few spells to tell the two apart.";
  return text + fmt::format("; the difference of {}pp ({} interval {} to {} by {}) {}.{}",
                            signed_number(apart.mean, 2), level_in_words(level), fixed(apart.low, 2),
                            fixed(apart.high, 2), names.method,
                            excludes_zero(apart) ? "excludes zero" : "includes zero",
                            other_views_sentence(found, kind));
}

std::string features_fact(const RegimesRequest& request, const RegimesNames& names) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < names.features.size(); ++i) {
    const auto& feature = request.features[i];
    auto one =
        fmt::format("{} ({}", names.features[i], feature.sign > 0 ? "more is better" : "less is better");
    if (feature.weight != 1) one += fmt::format(", weight {}", shortest(feature.weight));
    words.push_back(one + ")");
  }
  return joined_with_and(words);
}

std::string clusters_fact(const Regimes& found, const RegimesRequest& request, const RegimesNames& names) {
  const auto& settings = request.clusters;
  auto text = fmt::format(
      "{} with {} regimes{}, fitted on the first {} and again every {} on all so far; a month's regime is "
      "told by the "
      "last fit before it",
      names.method, few_in_words(static_cast<std::size_t>(found.clusters.clusters)),
      settings.clusters > 0 ? std::string()
                            : fmt::format(" (chosen among 2 to {} on the first window by {})", settings.most,
                                          settings.method == ClusterMethod::k_means ? "silhouette" : "BIC"),
      count_of(static_cast<std::size_t>(settings.first_window), "month"),
      count_of(static_cast<std::size_t>(settings.refit_every), "month"));
  if (!std::isnan(found.clusters.stability))
    text += fmt::format("; refits agree on the past to {} beyond chance (1: no label ever changed)",
                        fixed(found.clusters.stability, 2));
  return text;
}

std::string chain_fact(const Regimes& found, const RegimesRequest& request, const RegimesNames& names) {
  return fmt::format(
      "{}, {} states. Returns are counted by the filtered state: parameters estimated before the month "
      "(again every {}), "
      "figures up to it. The smoothed probability and the most probable path use hindsight and are shown for "
      "description only. {} {}",
      names.chain, few_in_words(names.chained.size()),
      count_of(static_cast<std::size_t>(request.clusters.refit_every), "month"),
      capitalised(when_in_words(found, found.chain->states)),
      now_in_words(found, found.chain->states, names.chained));
}

// Levels and indexes grow with time: their states would tell early from late.
void note_trend(const SeriesInput& input, const std::string& title, std::vector<std::string>& trending) {
  const auto kind = input.series.type.kind;
  const bool trends = kind == Kind::level || kind == Kind::price_index || kind == Kind::total_return_index;
  if (trends && std::find(trending.begin(), trending.end(), title) == trending.end())
    trending.push_back(title);
}

// Months between the newest regime and the last month that was over at the as-of date.
Index months_stale(const Regimes& found) { return found.panel.rows() - 1 - found.panel.complete.back(); }

// The refits that gave most months another label, the strongest first.
std::string moved_in_words(const Regimes& found) {
  std::vector<RegimeRefit> moved;
  for (const auto& refit : found.clusters.refits)
    if (!refit.failed && refit.kept < 1 - kMovedStrongly) moved.push_back(refit);
  if (moved.empty()) return {};
  std::stable_sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) { return a.kept < b.kept; });
  const auto& worst = moved.front();
  const Index row = found.panel.complete.at(static_cast<std::size_t>(worst.points - 1));
  auto text = fmt::format("The refit of {} gave {}% of the months before it another regime",
                          month_in_words(found.panel, row), fixed(100 * (1 - worst.kept), 0));
  if (moved.size() > 1)
    text += fmt::format("; {} of {} refits moved more than {}%", few_in_words(moved.size()),
                        found.clusters.refits.size(), fixed(100 * kMovedStrongly, 0));
  return text + ". Labels given before stay as they were.";
}

void warn_of_failures(std::vector<std::string>& warnings, std::size_t failed, std::size_t refits,
                      const std::string& what) {
  if (failed > 0)
    warnings.push_back(
        fmt::format("{} of {} of {} collapsed or did not converge; the fit before stayed in force.",
                    capitalised(few_in_words(failed)), count_of(refits, "refit"), what));
}

void warn_of_few_spells(std::vector<std::string>& warnings, const Regimes& found, const RegimesNames& names) {
  std::vector<std::string> few;
  for (int state = 0; state < found.clustered.states; ++state)
    if (const Index spells = found.clustered.spells_of(state); spells < kFewSpells)
      few.push_back(fmt::format("{} on {}", name_of(names.clustered, state),
                                count_of(static_cast<std::size_t>(spells), "spell")));
  if (!few.empty())
    warnings.push_back(fmt::format("Returns by regime rest on little: {}.", joined_with_and(few)));
}

// "98% high", and of which month when it is not that of the regime.
std::string chain_light(const Regimes& found, const RegimesNames& names) {
  const auto& states = found.chain->states;
  auto text =
      fmt::format("{}% {}", fixed(100 * newest(found.chain->filtered, states), 0), names.chained.back());
  if (chain_has_own_month(found)) text += " in " + month_in_words(found.panel, *states.last);
  return text;
}

}  // namespace

std::string level_in_words(double level) { return shortest(std::round(1000 * level) / 10) + "%"; }

RegimesNames regimes_names(const Regimes& found, const RegimesRequest& request,
                           const SectionContext& context) {
  RegimesNames names;
  names.asset = context.input(request.asset).title;
  if (request.benchmark) names.benchmark = context.input(*request.benchmark).title;
  names.method = request.clusters.method == ClusterMethod::k_means ? "k-means" : "Gaussian mixture";
  for (const auto& feature : request.features) {
    const auto& input = context.input(feature.named.use);
    names.features.push_back(title_of(feature.named, input.title));
    names.features_open = names.features_open && input.redistribute;
    note_trend(input, names.features.back(), names.trending);
  }
  if (request.hmm) {
    const auto& input = context.input(request.hmm->series);
    names.chain = request.hmm->title.empty() ? input.title : request.hmm->title;
    names.chain_open = input.redistribute;
    note_trend(input, names.chain, names.trending);
    names.chained = chain_names(request.hmm->states);
  }
  names.scored = {"risk-off", "risk-on"};
  names.clustered = cluster_names(found.clusters.clusters, request);
  return names;
}

std::vector<NamedView> named_views(const Regimes& found, const RegimesNames& names) {
  const auto& returns = found.returns.views;
  std::vector<NamedView> views = {
      {"Score", &found.scored, &names.scored, &returns.at(0)},
      {capitalised(names.method), &found.clustered, &names.clustered, &returns.at(1)}};
  if (found.chain) views.push_back({"Hidden Markov", &found.chain->states, &names.chained, &returns.at(2)});
  return views;
}

const RegimeSpell* spell_now(const RegimeStates& states) {
  return states.spells.empty() ? nullptr : &states.spells.back();
}

std::string regimes_headline(const Regimes& found, const RegimesNames& names, double level) {
  return state_sentence(found, names) + returns_sentence(found, names, level);
}

std::vector<Fact> regimes_facts(const Regimes& found, const RegimesRequest& request,
                                const RegimesNames& names) {
  const auto& panel = found.panel;
  std::vector<Fact> facts = {
      {"Features", features_fact(request, names)},
      {"Standing",
       fmt::format("each feature at the end of each month, from what was published by then and no more "
                   "than {} months old, as z against the median and MAD of its own past; {} to {}",
                   kOldestFigure, month_in_words(panel, panel.complete.front()),
                   month_in_words(panel, panel.complete.back()))},
      {"Score",
       fmt::format("1/(1 + exp(-m)), m the mean of z, winsorised at 3 and signed; risk-on from {}, risk-off "
                   "from {}, in between what it was; {} {}",
                   fixed(0.5 + request.hysteresis / 2, 2), fixed(0.5 - request.hysteresis / 2, 2),
                   when_in_words(found, found.scored), now_in_words(found, found.scored, names.scored))},
      {"Clusters", clusters_fact(found, request, names)}};
  if (found.chain) facts.push_back({"Hidden Markov model", chain_fact(found, request, names)});
  facts.push_back(
      {"Returns", fmt::format("from the end of a month whose regime was known then; {} intervals by "
                              "stationary bootstrap of the months ({} draws, mean block {} months)",
                              level_in_words(request.returns.level), grouped(request.returns.draws, 0),
                              fixed(found.returns.block_length, 0))});
  return facts;
}

std::vector<std::string> regimes_warnings(const Regimes& found, const RegimesNames& names) {
  std::vector<std::string> warnings;
  const Index stale = months_stale(found);
  if (stale > kStale)
    warnings.push_back(
        fmt::format("The newest month on which all features have recent figures is {}, {} before the as-of "
                    "date: the regime is of then.",
                    month_in_words(found.panel, found.panel.complete.back()),
                    count_of(static_cast<std::size_t>(stale), "month")));
  const auto& refits = found.clusters.refits;
  const auto failed = static_cast<std::size_t>(
      std::count_if(refits.begin(), refits.end(), [](const auto& one) { return one.failed; }));
  warn_of_failures(warnings, failed, refits.size(), "the clusters");
  if (auto moved = moved_in_words(found); !moved.empty()) warnings.push_back(std::move(moved));
  if (!found.names_fit)
    warnings.push_back(
        "Regimes are named by their order in the first fit. By the newest fit, or by the months they ruled, "
        "they no longer "
        "stand in that order: read the means of the features, not the names.");
  if (!names.trending.empty())
    warnings.push_back(
        fmt::format("A level or an index that trends tells early from late, not good from bad: take a "
                    "change of {}, such as yoy(x).",
                    joined_with_and(names.trending)));
  warn_of_few_spells(warnings, found, names);
  if (found.chain) {
    warn_of_failures(warnings, static_cast<std::size_t>(found.chain->model.failed),
                     static_cast<std::size_t>(found.chain->model.refits), "the hidden Markov model");
    if (!found.chain->model.in_order)
      warnings.push_back(
          "The states of the hidden Markov model are named by their means in its first fit; in the newest "
          "one the "
          "means no longer stand in that order.");
  }
  return warnings;
}

Light regimes_light(const Regimes& found, const RegimesNames& names) {
  Light light;
  light.title = "Regime";
  const auto* spell = spell_now(found.clustered);
  light.state = spell->state == 0                            ? Light::State::stress
                : spell->state == found.clustered.states - 1 ? Light::State::good
                                                             : Light::State::watch;
  light.text = now_in_words(found, found.clustered, names.clustered);
  if (months_stale(found) > kStale)
    light.text += fmt::format(" (told in {})", month_in_words(found.panel, spell->last));
  if (found.chain && found.chain->states.last)
    light.text += ", HMM " + chain_light(found, names);
  else if (found.scored.last)
    light.text += fmt::format(", score {}", fixed(newest(found.score, found.scored), 2));
  return light;
}

}  // namespace rerate
