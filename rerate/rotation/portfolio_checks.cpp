#include "rerate/rotation/portfolio_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr int kLeastWindow = 12, kMostWindow = 600;

void check_k(const SectorPanel& panel, const PortfolioSettings& settings) {
  const bool all_allowed = settings.rule == PortfolioRule::minimum_variance;
  if (settings.rule != PortfolioRule::top_k && !all_allowed) return;
  if (settings.k < (all_allowed ? 0 : 1))
    refuse(ErrorCode::rotation_portfolio,
           fmt::format("k must be {} or more: {}", all_allowed ? 0 : 1, settings.k), {}, settings.place);
  const bool both = settings.long_short && !all_allowed;
  if ((both ? 2 : 1) * static_cast<Index>(settings.k) > panel.sectors())
    refuse(ErrorCode::rotation_universe,
           fmt::format("fewer sectors than are to be held: {} sectors, k is {}{}", panel.sectors(),
                       settings.k, both ? " long and as many short" : ""),
           {}, settings.place);
}

void check_settings(const PortfolioSettings& settings) {
  const auto demand = [&](bool holds, const char* rule, double value) {
    if (!holds)
      refuse(ErrorCode::rotation_portfolio, fmt::format("{}: {}", rule, shortest(value)), {}, settings.place);
  };
  demand(settings.rebalance_months == 1 || settings.rebalance_months == 3,
         "rebalancing is every month (1) or every quarter (3)", settings.rebalance_months);
  if (!is_optimised(settings.rule)) return;
  if (settings.long_short)
    refuse(ErrorCode::rotation_portfolio,
           fmt::format("long and short is not for {}", to_string(settings.rule)),
           "Its bounds `least` and `limits` say how far a weight may go below 0.", settings.place);
  demand(settings.covariance_window >= kLeastWindow && settings.covariance_window <= kMostWindow,
         "the window of the covariance must be from 12 to 600 months", settings.covariance_window);
  demand(settings.risk_aversion > 0 && std::isfinite(settings.risk_aversion), "risk aversion must be above 0",
         settings.risk_aversion);
  demand(std::isfinite(settings.return_per_score), "the return per score must be a number",
         settings.return_per_score);
}

// Benchmark weights of some of the sectors must be left when they are scaled to 1.
void check_benchmark(const SectorPanel& panel, const PortfolioSettings& settings) {
  if (settings.benchmark.empty()) return;
  if (static_cast<Index>(settings.benchmark.size()) != panel.sectors())
    refuse(ErrorCode::rotation_portfolio,
           fmt::format("a benchmark weight for every sector: {} sectors, {} weights", panel.sectors(),
                       settings.benchmark.size()),
           {}, settings.place);
  for (std::size_t i = 0; i < settings.benchmark.size(); ++i)
    if (!(settings.benchmark[i] >= 0) || std::isinf(settings.benchmark[i]))
      refuse(ErrorCode::rotation_portfolio,
             fmt::format("benchmark weights must be 0 or more: `{}` has {}", panel.names[i],
                         shortest(settings.benchmark[i])),
             {}, settings.place);
  const double sum = std::accumulate(settings.benchmark.begin(), settings.benchmark.end(), 0.0);
  if (!(sum > 0) || std::isinf(sum))
    refuse(ErrorCode::rotation_portfolio, "benchmark weights that do not add up to anything", {},
           settings.place);
}

[[noreturn]] void refuse_limits(const PortfolioSettings& settings, const std::string& what) {
  refuse(ErrorCode::rotation_limits, what, {}, settings.limits_place);
}

std::string percent(double share) { return shortest(std::round(share * 1e8) / 1e6) + "%"; }

// "`nodur` 60%, `money` 50%"
std::string list_of(const SectorPanel& panel, const std::vector<std::pair<double, Index>>& bounds) {
  std::string text;
  for (const auto& [bound, sector] : bounds)
    text += fmt::format("{}`{}` {}", text.empty() ? "" : ", ", panel.names[static_cast<std::size_t>(sector)],
                        percent(bound));
  return text;
}

// Of all, or when only some are chosen of as many as these, whichever they will be: their names would say nothing when all bounds
// are alike.
std::string chosen_list(const SectorPanel& panel, const char* bound,
                        const std::vector<std::pair<double, Index>>& bounds, bool some) {
  if (!some) return list_of(panel, bounds);
  const bool alike = bounds.front().first == bounds.back().first;
  if (!alike)
    return fmt::format("of the {} that are chosen (`k`) at {} {}", bounds.size(), bound,
                       list_of(panel, bounds));
  double sum = 0;
  for (const auto& one : bounds) sum += one.first;
  return fmt::format("the {} that are chosen (`k`), at {} {} each, add up to {}", bounds.size(), bound,
                     percent(bounds.front().first), percent(sum));
}

// When as many sectors as can be held were the best ones by their bounds: would these let weights add up to 1?
void check_bounds_together(const SectorPanel& panel, const PortfolioSettings& settings) {
  std::vector<std::pair<double, Index>> least, most;
  for (Index i = 0; i < panel.sectors(); ++i) {
    least.emplace_back(least_of(settings, i), i);
    most.emplace_back(most_of(settings, i), i);
  }
  const bool some = settings.rule == PortfolioRule::minimum_variance && settings.k > 0 &&
                    settings.k < static_cast<int>(panel.sectors());
  if (some) {
    std::stable_sort(least.begin(), least.end());
    std::stable_sort(most.begin(), most.end(), [](auto a, auto b) { return a.first > b.first; });
    least.resize(static_cast<std::size_t>(settings.k));
    most.resize(static_cast<std::size_t>(settings.k));
  }
  const auto sum = [](const auto& bounds) {
    return std::accumulate(bounds.begin(), bounds.end(), 0.0,
                           [](double so_far, const auto& one) { return so_far + one.first; });
  };
  constexpr double kRounding = 1e-9;
  if (sum(least) > 1 + kRounding)
    refuse_limits(settings, fmt::format("least weights that add up to more than 100%: {}",
                                        chosen_list(panel, "least", least, some)));
  if (sum(most) < 1 - kRounding)
    refuse_limits(settings, fmt::format("most weights that add up to less than 100%: {}",
                                        chosen_list(panel, "most", most, some)));
}

void check_bounds(const SectorPanel& panel, const PortfolioSettings& settings) {
  for (const auto* bounds : {&settings.sector_least, &settings.sector_most})
    if (!bounds->empty() && static_cast<Index>(bounds->size()) != panel.sectors())
      refuse_limits(settings, fmt::format("a bound for every sector: {} sectors, {} bounds", panel.sectors(),
                                          bounds->size()));
  for (Index i = 0; i < panel.sectors(); ++i) {
    const double least = least_of(settings, i), most = most_of(settings, i);
    const auto& name = panel.names[static_cast<std::size_t>(i)];
    if (!std::isfinite(least) || !std::isfinite(most))
      refuse_limits(settings, fmt::format("bounds must be numbers: `{}` has {} and {}", name, shortest(least),
                                          shortest(most)));
    if (least > most)
      refuse_limits(settings, fmt::format("a least weight above the most: `{}` has {} and {}", name,
                                          shortest(least), shortest(most)));
  }
  check_bounds_together(panel, settings);
}

void check_risk_limits(const PortfolioSettings& settings) {
  const auto demand = [&](const std::optional<double>& limit, const char* name) {
    if (limit && (!(*limit > 0) || std::isinf(*limit)))
      refuse_limits(settings, fmt::format("the limit of the {} must be above 0: {}", name, shortest(*limit)));
  };
  demand(settings.tracking_error, "tracking error");
  demand(settings.most_turnover, "turnover");
}

}  // namespace

bool is_optimised(PortfolioRule rule) {
  return rule == PortfolioRule::minimum_variance || rule == PortfolioRule::mean_variance_tilt;
}

double least_of(const PortfolioSettings& settings, Index i) {
  return settings.sector_least.empty() ? settings.least : settings.sector_least[static_cast<std::size_t>(i)];
}
double most_of(const PortfolioSettings& settings, Index i) {
  return settings.sector_most.empty() ? settings.most : settings.sector_most[static_cast<std::size_t>(i)];
}

void check_portfolio(const SectorPanel& panel, const PortfolioSettings& settings) {
  check_settings(settings);
  check_k(panel, settings);
  if (!is_optimised(settings.rule)) return;
  check_benchmark(panel, settings);
  check_bounds(panel, settings);
  check_risk_limits(settings);
}

}  // namespace rerate
