#include "rerate/rotation/variants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_set>

#include "rerate/base/number_text.h"
#include "rerate/base/parallel.h"
#include "rerate/base/sha256.h"

namespace rerate {
namespace {

constexpr int kMostMonths = 600;

[[noreturn]] void refuse_choice(const VariantChoices& choices, std::string what) {
  refuse(ErrorCode::rotation_variants, std::move(what), {}, choices.place);
}

bool is_momentum(const SignalDefinition& signal) { return signal.kind == SignalKind::momentum; }

bool reads_k(PortfolioRule rule) {
  return rule == PortfolioRule::top_k || rule == PortfolioRule::minimum_variance;
}

// Weights that leave a single signal as it is.
bool is_one_for_one_signal(SignalWeights weights) {
  return weights == SignalWeights::fixed || weights == SignalWeights::equal ||
         weights == SignalWeights::inverse_variance;
}

template <class T>
std::vector<T> each_once(const std::vector<T>& figures) {
  std::vector<T> once;
  for (const T figure : figures)
    if (std::find(once.begin(), once.end(), figure) == once.end()) once.push_back(figure);
  return once;
}

template <class T>
std::vector<T> chosen(const std::vector<T>& given, T own) {
  return given.empty() ? std::vector{own} : each_once(given);
}

void check_momentum(const RotationDefinition& study, const VariantChoices& choices) {
  if (choices.momentum_months.empty()) return;
  if (std::none_of(study.signals.begin(), study.signals.end(), is_momentum))
    refuse_choice(choices, "`momentum_months` needs a signal of kind momentum: there is none");
  for (const int months : choices.momentum_months)
    for (const auto& signal : study.signals)
      if (is_momentum(signal) && (months <= signal.skip || months < 1 || months > kMostMonths))
        refuse_choice(choices, fmt::format("`momentum_months` must be above the months skipped ({}) and "
                                           "at most {}: {}",
                                           signal.skip, kMostMonths, months));
}

void check(const RotationDefinition& study, const VariantChoices& choices) {
  check_momentum(study, choices);
  for (const int k : choices.k)
    if (k < 1) refuse_choice(choices, fmt::format("`k` must be at least 1: {}", k));
  for (const int months : choices.rebalance_months)
    if (months != 1 && months != 3)
      refuse_choice(choices, fmt::format("a portfolio is put back every 1 or 3 months: {}", months));
  for (const double band : choices.no_trade_band)
    if (!(band >= 0 && band <= 1))
      refuse_choice(choices, fmt::format("a no-trade band must be within 0 and 1: {}", band));
  for (const int lag : choices.trade_lag)
    if (lag != 0 && lag != 1)
      refuse_choice(choices, fmt::format("trades come 0 or 1 prices after the decision: {}", lag));
}

// The choices as lists of which every combination is another definition.
class Combinations {
 public:
  Combinations(const RotationDefinition& study, const VariantChoices& choices)
      : study_(study),
        subsets_(choices.signal_subsets && study.signals.size() > 1),
        months_(each_once(choices.momentum_months)),
        cross_section_(chosen(choices.cross_section, study.score.cross_section)),
        weights_(chosen(choices.weights, study.score.weights)),
        rule_(chosen(choices.rule, study.portfolio.rule)),
        k_(chosen(choices.k, study.portfolio.k)),
        rebalance_(chosen(choices.rebalance_months, study.portfolio.rebalance_months)),
        band_(chosen(choices.no_trade_band, study.trading.no_trade_band)),
        lag_(chosen(choices.trade_lag, study.trading.trade_lag)) {}

  // How many, without making them. Exact up to 2^53.
  double count() const {
    double rules = 0;
    for (const auto rule : rule_) rules += reads_k(rule) ? static_cast<double>(k_.size()) : 1;
    const auto others = static_cast<double>(cross_section_.size() * rebalance_.size() * band_.size()) *
                        static_cast<double>(lag_.size());
    return signals_and_weights() * rules * others;
  }

  template <class Take>
  void each(const Take& take) const {
    for (const auto& signals : signal_choices())
      for (const auto cross_section : cross_section_)
        for (const auto weights : weights_of(signals.size())) {
          auto one = study_;
          one.signals = signals;
          one.score.cross_section = cross_section;
          one.score.weights = weights;
          each_portfolio(std::move(one), take);
        }
  }

 private:
  template <class Take>
  void each_portfolio(RotationDefinition one, const Take& take) const {
    for (const auto rule : rule_)
      for (const int k : reads_k(rule) ? k_ : std::vector{study_.portfolio.k})
        for (const int rebalance : rebalance_)
          for (const double band : band_)
            for (const int lag : lag_) {
              one.portfolio.rule = rule;
              one.portfolio.k = k;
              one.portfolio.rebalance_months = rebalance;
              one.trading.no_trade_band = band;
              one.trading.trade_lag = lag;
              take(one);
            }
  }

  std::vector<SignalWeights> weights_of(std::size_t signals) const {
    if (signals > 1) return weights_;
    std::vector<SignalWeights> weights;
    const auto own =
        is_one_for_one_signal(study_.score.weights) ? study_.score.weights : SignalWeights::equal;
    for (const auto one : weights_) weights.push_back(is_one_for_one_signal(one) ? own : one);
    return each_once(weights);
  }

  // Sum over sets of signals of the ways to give their momentum months, and of weights.
  double signals_and_weights() const {
    const double ways = months_.empty() ? 1 : static_cast<double>(months_.size());
    double whole = 1, sets = 1, single = 0;
    for (const auto& signal : study_.signals) {
      const double own = is_momentum(signal) ? ways : 1;
      // Each signal is in or out, the one that decides on cash always in; the empty set is none.
      const bool must = signal.name == study_.only_above_zero;
      whole *= own;
      sets *= must ? own : 1 + own;
      if (study_.only_above_zero.empty() || must) single += own;
    }
    if (!subsets_) return whole * static_cast<double>(weights_of(study_.signals.size()).size());
    if (study_.only_above_zero.empty()) sets -= 1;
    return (sets - single) * static_cast<double>(weights_.size()) +
           single * static_cast<double>(weights_of(1).size());
  }

  using Signals = std::vector<SignalDefinition>;

  // Sets of signals with their months: all signals first, then by size, falling.
  std::vector<Signals> signal_choices() const {
    if (!subsets_) return with_months(study_.signals);
    std::vector<Signals> subsets{{}};
    for (const auto& signal : study_.signals) add_signal(subsets, signal);
    std::stable_sort(subsets.begin(), subsets.end(),
                     [](const Signals& a, const Signals& b) { return a.size() > b.size(); });
    std::vector<Signals> sets;
    for (const auto& subset : subsets) {
      const auto some = with_months(subset);
      if (!subset.empty()) sets.insert(sets.end(), some.begin(), some.end());
    }
    return sets;
  }

  // Each set with the signal, then without it.
  void add_signal(std::vector<Signals>& subsets, const SignalDefinition& signal) const {
    std::vector<Signals> more;
    for (const auto& set : subsets) {
      more.push_back(set);
      more.back().push_back(signal);
      if (signal.name != study_.only_above_zero) more.push_back(set);
    }
    subsets = std::move(more);
  }

  std::vector<Signals> with_months(const Signals& signals) const {
    std::vector<Signals> sets{signals};
    for (std::size_t s = 0; s < signals.size(); ++s) {
      if (!is_momentum(signals[s]) || months_.empty()) continue;
      std::vector<Signals> more;
      for (const auto& set : sets)
        for (const int months : months_) {
          more.push_back(set);
          more.back()[s].months = months;
        }
      sets = std::move(more);
    }
    return sets;
  }

  const RotationDefinition& study_;
  bool subsets_;
  std::vector<int> months_;
  std::vector<CrossSection> cross_section_;
  std::vector<SignalWeights> weights_;
  std::vector<PortfolioRule> rule_;
  std::vector<int> k_, rebalance_;
  std::vector<double> band_;
  std::vector<int> lag_;
};

const SignalDefinition* find(const std::vector<SignalDefinition>& signals, const std::string& name) {
  const auto at =
      std::find_if(signals.begin(), signals.end(), [&](const auto& one) { return one.name == name; });
  return at == signals.end() ? nullptr : &*at;
}

// "momentum alone", "without value and trend".
std::string set_words(const RotationDefinition& study, const std::vector<SignalDefinition>& signals) {
  if (signals.size() == study.signals.size()) return {};
  if (signals.size() == 1) return signals.front().name + " alone";
  std::vector<std::string> missing;
  for (const auto& signal : study.signals)
    if (find(signals, signal.name) == nullptr) missing.push_back(signal.name);
  return fmt::format("without {}", fmt::join(missing, " and "));
}

std::string_view words(CrossSection kind) { return kind == CrossSection::rank ? "by ranks" : "by z-scores"; }

std::string_view words(SignalWeights weights) {
  switch (weights) {
    case SignalWeights::fixed: return "weights as given";
    case SignalWeights::equal: return "equal weights";
    case SignalWeights::inverse_variance: return "inverse-variance weights";
    case SignalWeights::ridge: return "ridge weights";
    case SignalWeights::elastic_net: return "elastic-net weights";
  }
  return "";
}

std::string_view words(PortfolioRule rule) {
  switch (rule) {
    case PortfolioRule::top_k: return "the best in equal parts";
    case PortfolioRule::rank_weighted: return "by rank";
    case PortfolioRule::signal_proportional: return "in proportion to scores";
    case PortfolioRule::minimum_variance: return "minimum variance";
    case PortfolioRule::mean_variance_tilt: return "mean-variance tilt";
  }
  return "";
}

std::string words_of(const RotationDefinition& study, const RotationDefinition& one) {
  std::vector<std::string> differs;
  const auto add = [&](bool is_other, std::string text) {
    if (is_other) differs.push_back(std::move(text));
  };
  add(one.signals.size() != study.signals.size(), set_words(study, one.signals));
  for (const auto& signal : one.signals) {
    const auto* own = find(study.signals, signal.name);
    add(own && own->months != signal.months, fmt::format("{} over {} months", signal.name, signal.months));
  }
  add(one.score.cross_section != study.score.cross_section, std::string(words(one.score.cross_section)));
  add(one.score.weights != study.score.weights &&
          !(one.signals.size() == 1 && is_one_for_one_signal(one.score.weights)),
      std::string(words(one.score.weights)));
  add(one.portfolio.rule != study.portfolio.rule, std::string(words(one.portfolio.rule)));
  add(one.portfolio.k != study.portfolio.k, fmt::format("k = {}", one.portfolio.k));
  add(one.portfolio.rebalance_months != study.portfolio.rebalance_months,
      one.portfolio.rebalance_months == 3 ? "quarterly" : "monthly");
  add(one.trading.no_trade_band != study.trading.no_trade_band,
      fmt::format("no-trade band {}", shortest(one.trading.no_trade_band)));
  add(one.trading.trade_lag != study.trading.trade_lag,
      one.trading.trade_lag == 0 ? "traded at the prices that decide" : "traded at the next price");
  return differs.empty() ? "as in the study" : fmt::format("{}", fmt::join(differs, ", "));
}

std::string hash_of(const RotationDefinition& definition) {
  Sha256 hash;
  hash.add(text_of(definition));
  return hash.finish().substr(0, 32);
}

void leave_each_once(std::vector<Variant>& variants) {
  std::unordered_set<std::string> hashes;
  std::erase_if(variants, [&](const Variant& one) { return !hashes.insert(one.hash).second; });
}

}  // namespace

std::vector<Variant> variants(const RotationDefinition& study, const VariantChoices& choices,
                              std::size_t most) {
  check(study, choices);
  const Combinations combinations(study, choices);
  if (const double count = combinations.count(); count > static_cast<double>(most))
    refuse_choice(choices, fmt::format("at most {} variants: the choices make {:.0f}", most, count));
  std::vector<Variant> all{{study, {}, {}}};
  combinations.each([&](const RotationDefinition& one) { all.push_back({one, {}, {}}); });
  parallel_for(all.size(), [&](std::size_t i) {
    all[i].words = words_of(study, all[i].definition);
    all[i].hash = hash_of(all[i].definition);
  });
  leave_each_once(all);
  return all;
}

}  // namespace rerate
