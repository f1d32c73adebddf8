#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "rerate/base/parallel.h"
#include "rerate/rotation/rotation_parts.h"
#include "rerate/rotation/variants.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// How many scores are held at a time, whatever the number of variants.
constexpr std::size_t kScoresAtOnce = 256;

// Something that several variants read, or why there is none.
template <class T>
struct Shared {
  T value;
  std::string failed;
};

template <class T, class Work>
void compute(Shared<T>& into, const Work& work) {
  try {
    into.value = work();
  } catch (const UserError& error) {
    into.failed = error.failure().what;
  }
}

// Numbers texts 0, 1, 2 ... as they come.
class Numbers {
 public:
  std::pair<std::size_t, bool> number(std::string text) {
    const auto [at, is_new] = number_.emplace(std::move(text), number_.size());
    return {at->second, is_new};
  }

 private:
  std::unordered_map<std::string, std::size_t> number_;
};

struct PlannedStanding {
  std::size_t signal;
  const ScoreSettings* settings;
};
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// Variants that differ in their trading alone. `filter`: signal that decides on cash, or kNone.
struct PlannedPortfolio {
  std::size_t filter;
  std::vector<std::size_t> variants;
};
struct PlannedScore {
  const RotationDefinition* definition;
  std::vector<std::size_t> standings;
  std::vector<PlannedPortfolio> portfolios;
};

// What has to be computed once, in the order of the first variant that reads it.
struct Plan {
  std::vector<const SignalDefinition*> signals;
  std::vector<PlannedStanding> standings;
  std::vector<PlannedScore> scores;
  std::vector<std::string> failed;  // by variant
};

class Planner {
 public:
  Planner(const SectorPanel& panel, const std::vector<Variant>& variants) : panel_(panel) {
    plan_.failed.resize(variants.size());
    for (std::size_t v = 0; v < variants.size(); ++v) {
      try {
        add(v, variants[v].definition);
      } catch (const UserError& error) {
        plan_.failed[v] = error.failure().what;
      }
    }
  }
  Plan take() { return std::move(plan_); }

 private:
  void add(std::size_t v, const RotationDefinition& one) {
    const auto filter = only_above_zero(one);
    const auto settings = score_settings(panel_, one);
    std::size_t filter_signal = kNone;
    std::vector<std::size_t> standings;
    std::string key = text_of(settings);
    for (std::size_t s = 0; s < one.signals.size(); ++s) {
      const auto signal = number_of(one.signals[s]);
      if (filter && *filter == s) filter_signal = signal;
      standings.push_back(standing_of(signal, one.score));
      key += fmt::format(" {}", standings.back());
      if (one.score.weights == SignalWeights::fixed) key += fmt::format(" {}", one.signals[s].weight);
    }
    const auto [score, is_new] = scores_.number(std::move(key));
    if (is_new) plan_.scores.push_back({&one, std::move(standings), {}});
    add_to_portfolio(v, score, filter_signal, one.portfolio);
  }

  void add_to_portfolio(std::size_t v, std::size_t score, std::size_t filter,
                        const PortfolioSettings& settings) {
    auto& portfolios = plan_.scores[score].portfolios;
    const auto [number, is_new] =
        portfolios_.number(fmt::format("{} {} {}", score, filter, text_of(settings)));
    if (is_new) {
      place_.push_back(portfolios.size());
      portfolios.push_back({filter, {}});
    }
    portfolios[place_[number]].variants.push_back(v);
  }

  std::size_t number_of(const SignalDefinition& signal) {
    const auto [number, is_new] = signals_.number(text_of(signal, false));
    if (is_new) plan_.signals.push_back(&signal);
    return number;
  }

  std::size_t standing_of(std::size_t signal, const ScoreSettings& settings) {
    const auto [number, is_new] = standings_.number(
        fmt::format("{} {} {}", signal, to_string(settings.cross_section),
                    settings.cross_section == CrossSection::z_score ? settings.winsorise_at : 0));
    if (is_new) plan_.standings.push_back({signal, &settings});
    return number;
  }

  const SectorPanel& panel_;
  Plan plan_;
  Numbers signals_, standings_, scores_, portfolios_;
  std::vector<std::size_t> place_;  // of a portfolio among those of its score
};

// What many variants read, computed once.
struct SharedParts {
  std::vector<Shared<Matrix>> figures, standings;
};

SharedParts shared_parts(const SectorPanel& panel, const Plan& plan) {
  SharedParts parts;
  parts.figures.resize(plan.signals.size());
  parts.standings.resize(plan.standings.size());
  parallel_for(plan.signals.size(), [&](std::size_t i) {
    compute(parts.figures[i], [&] { return signal_figures(panel, *plan.signals[i]); });
  });
  parallel_for(plan.standings.size(), [&](std::size_t i) {
    const auto& [signal, settings] = plan.standings[i];
    parts.standings[i].failed = parts.figures[signal].failed;
    if (!parts.standings[i].failed.empty()) return;
    compute(parts.standings[i], [&, settings = settings, signal = signal] {
      return cross_section(parts.figures[signal].value, settings->cross_section, settings->winsorise_at);
    });
  });
  return parts;
}

Shared<Matrix> score_of(const SectorPanel& panel, const SharedParts& parts, const PlannedScore& planned) {
  Shared<Matrix> score;
  std::vector<Matrix> standings;
  for (const auto number : planned.standings) {
    score.failed = parts.standings[number].failed;
    if (!score.failed.empty()) return score;
    standings.push_back(parts.standings[number].value);
  }
  const auto& one = *planned.definition;
  compute(score,
          [&] { return combine(panel, standings, fixed_weights(one), score_settings(panel, one)).score; });
  return score;
}

// Returns and turnover of every variant over all months of the panel from its second on, of which each fills the last: it
// is known only at the end which months all have.
class RunTable {
 public:
  RunTable(Index months, std::size_t variants)
      : months_(static_cast<std::size_t>(months - 1)),
        net_(months_ * variants),
        turnover_(net_.size()),
        own_first_(variants, 0),
        failed_(variants) {}

  // `first`: month of the first return.
  void write(std::size_t v, const Backtest& backtest) {
    own_first_[v] = backtest.first + 1;
    std::copy(backtest.net.begin(), backtest.net.end(), row(net_, v, own_first_[v]).begin());
    std::copy(backtest.turnover.begin(), backtest.turnover.end(), row(turnover_, v, own_first_[v]).begin());
  }
  void fail(std::size_t v, std::string why) { failed_[v] = std::move(why); }

  VariantRuns runs(const SectorPanel& panel) {
    VariantRuns runs;
    for (std::size_t v = 0; v < failed_.size(); ++v)
      if (failed_[v].empty()) {
        runs.ran.push_back(v);
        runs.first = std::max(runs.first, own_first_[v]);
      }
    runs.months = runs.ran.empty() ? 0 : panel.months() - runs.first;
    runs.figures.resize(failed_.size());
    const std::vector<double> cash(panel.cash_return.data(), panel.cash_return.data() + panel.months());
    parallel_for(failed_.size(), [&](std::size_t v) { runs.figures[v] = figures(v, runs, cash); });
    runs.net = common_months(runs);
    return runs;
  }

 private:
  std::span<double> row(std::vector<double>& figures, std::size_t v, Index first) {
    const auto skipped = static_cast<std::size_t>(first - 1);
    return std::span(figures).subspan(v * months_ + skipped, months_ - skipped);
  }

  VariantRuns::Figures figures(std::size_t v, const VariantRuns& runs, std::span<const double> cash) {
    if (!failed_[v].empty()) return {kMissing, kMissing, kMissing, std::move(failed_[v])};
    thread_local std::vector<double> excess;
    const auto net = row(net_, v, runs.first);
    excess.assign(net.begin(), net.end());
    double sum = 0, traded = 0;
    for (const double one : row(turnover_, v, runs.first)) traded += one;
    for (std::size_t i = 0; i < excess.size(); ++i) {
      sum += excess[i];
      excess[i] -= cash[static_cast<std::size_t>(runs.first) + i];
    }
    const auto months = static_cast<double>(excess.size());
    return {sum / months, sharpe_ratio(excess), traded / months, {}};
  }

  // Moves rows forward within the table, which only ever shrinks.
  std::vector<double> common_months(const VariantRuns& runs) {
    auto to = net_.begin();
    for (const auto v : runs.ran) {
      const auto kept = row(net_, v, runs.first);
      to = std::copy(kept.begin(), kept.end(), to);
    }
    net_.erase(to, net_.end());
    return std::move(net_);
  }

  std::size_t months_;
  std::vector<double> net_, turnover_;
  std::vector<Index> own_first_;
  std::vector<std::string> failed_;
};

class Progress {
 public:
  explicit Progress(const std::function<void(std::size_t)>& tell) : tell_(tell) {}
  void one_more() {
    if (!tell_) return;
    const std::lock_guard lock(one_at_a_time_);
    tell_(++done_);
  }

 private:
  const std::function<void(std::size_t)>& tell_;
  std::mutex one_at_a_time_;
  std::size_t done_ = 0;
};

// Whether targets depend on what is held, and so on how it was traded.
bool reads_held(const PortfolioSettings& settings) {
  const bool is_optimised =
      settings.rule == PortfolioRule::minimum_variance || settings.rule == PortfolioRule::mean_variance_tilt;
  return is_optimised && settings.most_turnover;
}

// What a portfolio decided, asked once a month however many trade it.
class RememberedTargets {
 public:
  RememberedTargets(const Portfolio& portfolio, const SectorPanel& panel)
      : portfolio_(portfolio),
        decides_(static_cast<std::size_t>(panel.months()), kUnknown),
        is_known_(decides_.size(), false),
        target_(panel.sectors(), panel.months()) {}

  TargetRule rule() {
    return {[this](Index m) { return decides(m); },
            [this](Index m, std::span<const double> held, std::span<double> weights) {
              copy_target(m, held, weights);
            }};
  }

 private:
  static constexpr char kUnknown = 2;

  bool decides(Index m) {
    auto& known = decides_[static_cast<std::size_t>(m)];
    if (known == kUnknown) known = portfolio_.decides(m);
    return known == 1;
  }

  void copy_target(Index m, std::span<const double> held, std::span<double> weights) {
    double* const target = target_.col(m).data();
    if (!is_known_[static_cast<std::size_t>(m)]) {
      portfolio_.target(m, held, {target, weights.size()});
      is_known_[static_cast<std::size_t>(m)] = true;
    }
    std::copy(target, target + weights.size(), weights.begin());
  }

  const Portfolio& portfolio_;
  std::vector<char> decides_;
  std::vector<bool> is_known_;
  Matrix target_;  // N x M
};

class Runner {
 public:
  Runner(const SectorPanel& panel, const std::vector<Variant>& variants,
         const std::function<void(std::size_t)>& progress, Index latest_first)
      : panel_(panel),
        variants_(variants),
        latest_first_(latest_first),
        plan_(Planner(panel, variants).take()),
        parts_(shared_parts(panel, plan_)),
        table_(panel.months(), variants.size()),
        progress_(progress) {}

  VariantRuns run() {
    for (std::size_t v = 0; v < variants_.size(); ++v)
      if (!plan_.failed[v].empty()) finish_failed(v, plan_.failed[v]);
    for (std::size_t first = 0; first < plan_.scores.size(); first += kScoresAtOnce)
      run_some(std::span(plan_.scores).subspan(first, std::min(kScoresAtOnce, plan_.scores.size() - first)));
    return table_.runs(panel_);
  }

 private:
  struct Task {
    const PlannedPortfolio* portfolio;
    const Shared<Matrix>* score;
  };

  void run_some(std::span<const PlannedScore> planned) {
    std::vector<Shared<Matrix>> scores(planned.size());
    parallel_for(planned.size(), [&](std::size_t i) { scores[i] = score_of(panel_, parts_, planned[i]); });
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < planned.size(); ++i)
      for (const auto& portfolio : planned[i].portfolios) tasks.push_back({&portfolio, &scores[i]});
    parallel_for(tasks.size(), [&](std::size_t i) { run_portfolio(*tasks[i].portfolio, *tasks[i].score); });
  }

  void run_portfolio(const PlannedPortfolio& planned, const Shared<Matrix>& score) {
    if (!score.failed.empty()) return finish_all_failed(planned, score.failed);
    auto settings = variants_[planned.variants.front()].definition.portfolio;
    if (planned.filter != kNone) settings.only_above_zero = &parts_.figures[planned.filter].value;
    try {
      const Portfolio portfolio(panel_, score.value, settings);
      RememberedTargets targets(portfolio, panel_);
      const auto rule = reads_held(settings) ? target_rule(portfolio) : targets.rule();
      for (const auto v : planned.variants) run_variant(v, rule);
    } catch (const UserError& error) {
      finish_all_failed(planned, error.failure().what);
    }
  }

  void run_variant(std::size_t v, const TargetRule& rule) {
    try {
      const auto backtest = run_backtest(panel_, rule, variants_[v].definition.trading);
      if (backtest.first + 1 > latest_first_) return finish_failed(v, too_late(backtest.first + 1));
      table_.write(v, backtest);
      progress_.one_more();
    } catch (const UserError& error) {
      finish_failed(v, error.failure().what);
    }
  }

  std::string too_late(Index first) const {
    return fmt::format(
        "it looks back so far that its first return is that of {}, too few months before the last",
        to_string(Period{Frequency::monthly, panel_.month[static_cast<std::size_t>(first)]}));
  }

  void finish_all_failed(const PlannedPortfolio& planned, const std::string& why) {
    for (const auto v : planned.variants) finish_failed(v, why);
  }

  void finish_failed(std::size_t v, const std::string& why) {
    table_.fail(v, why);
    progress_.one_more();
  }

  const SectorPanel& panel_;
  const std::vector<Variant>& variants_;
  Index latest_first_;
  Plan plan_;
  SharedParts parts_;
  RunTable table_;
  Progress progress_;
};

}  // namespace

VariantRuns run_variants(const SectorPanel& panel, const std::vector<Variant>& variants,
                         const std::function<void(std::size_t)>& progress, Index latest_first) {
  return Runner(panel, variants, progress, latest_first).run();
}

}  // namespace rerate
