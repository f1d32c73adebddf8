#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/rotation/sector_panel.h"

namespace rerate {

struct WeightProgram;

// From scores to target weights.
enum class PortfolioRule : std::uint8_t {
  top_k,                // the k best in equal parts
  rank_weighted,        // the better half, by rank above the median: N - 2 rank + 1 parts of those above 0
  signal_proportional,  // in proportion to scores above the mean
  minimum_variance,     // least variance within limits; scores only decide who is left out (`k` best, 0: all)
  // Benchmark weights b, tilted by scores: max s'(w - b) - risk_aversion / 2 (w - b)'V(w - b) within limits.
  mean_variance_tilt,
};
std::string_view to_string(PortfolioRule rule);
std::optional<PortfolioRule> parse_portfolio_rule(std::string_view text);

struct PortfolioSettings {
  PortfolioRule rule = PortfolioRule::top_k;
  int k = 3;
  // Not for the optimised rules, whose limits say how far a weight may go below 0: the better side long, the mirror image
  // short; weights add up to 0, those above 0 to 1.
  bool long_short = false;
  int rebalance_months = 1;  // 1 or 3: quarters end in March, June, September and December
  // Sectors whose figure of this signal (row by row, M x N) is not above 0, or missing, are not bought, and their part of what
  // the rule says is kept in cash; shorts stay. Null: none.
  const Matrix* only_above_zero = nullptr;

  // Of the optimised rules (optimised_weights.h). Covariance of the last `covariance_window` monthly returns, shrunk towards a scaled identity by
  // Ledoit and Wolf (2004); sectors with fewer months than that wait. Expected returns of the tilt: score times
  // `return_per_score` a year (Grinold 1994: information coefficient times volatility; here given).
  int covariance_window = 60;
  double risk_aversion = 5, return_per_score = 0.02;
  double least = 0, most = 1;                     // bounds of every sector that may be held
  std::vector<double> sector_least, sector_most;  // by sector, instead; empty: as above
  std::optional<double> tracking_error;           // a year, against the benchmark weights; 0.04 is 4%
  std::optional<double> most_turnover;            // sum |w - d| / 2 of one rebalancing
  std::vector<double> benchmark;  // weights by sector; those of members are scaled to 1; empty: equal weights
  Place place = {}, limits_place = {};
};

// Decides the weights of one month.
class Portfolio {
 public:
  // Throws UserError: rotation_universe (k above the number of sectors, naming both), rotation_limits (bounds that no weights
  // meet, naming the sectors; tracking error or turnover not above 0), rotation_portfolio (other settings out of range).
  Portfolio(const SectorPanel& panel, const Matrix& score, const PortfolioSettings& settings);

  // Whether month m decides: rebalancing falls on it, and enough members have a score: k for top_k (2k long-short), two
  // for the others (and one with a benchmark weight). Members without a full window do not count for the optimised rules. O(N).
  bool decides(Index m) const;
  // Target weights; `held` are the weights as they have drifted (0 for none). Sectors without a score get 0. The rest is cash.
  // Throws rotation_limits naming month and limits when no weights meet them (a turnover limit that cannot be met because
  // cash must be spent, as on the first purchase, or what may not be held any more must be sold, is taken as met by as little
  // turnover as there can be: no throw), and rotation_portfolio when no return varies. Equal scores: the first in order is the better one.
  void target(Index m, std::span<const double> held, std::span<double> weights) const;

 private:
  std::vector<Index> ranked(Index m) const;
  void best_and_worst(Index m, std::span<double> weights) const;
  void by_rank(Index m, std::span<double> weights) const;
  void by_score(Index m, std::span<double> weights) const;
  Matrix yearly_covariance(Index m, const std::vector<Index>& sectors, const std::string& when) const;
  Vector direction(Index m, const std::vector<Index>& open, const WeightProgram& program) const;
  void optimised(Index m, std::span<const double> held, std::span<double> weights) const;

  const SectorPanel* panel_;
  PortfolioSettings settings_;
  // N x M, so that a month's stand together; NaN: no score, no member, or not long enough one for a covariance.
  Matrix score_;
};

}  // namespace rerate
