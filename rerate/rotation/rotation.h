#pragma once

#include <string>
#include <vector>

#include "rerate/rotation/backtest.h"
#include "rerate/rotation/portfolio.h"
#include "rerate/rotation/scores.h"
#include "rerate/rotation/signals.h"

namespace rerate {

// One way to rotate, whole: signals, how they become a score, how that becomes weights, and what trading costs.
struct RotationDefinition {
  std::vector<SignalDefinition> signals;
  ScoreSettings score;
  PortfolioSettings portfolio;
  TradingSettings trading;
  std::string only_above_zero;  // name of a signal whose figures of 0 and less mean cash; "": none
  // What it chooses among, since when, and what it is compared with, in words that never change their order: another universe is
  // another definition. Not read by anything else.
  std::string universe;
};

// Everything that decides the weights, in words that never change their order, for the ledger's hash: two definitions have
// the same text exactly when they are the same. Series are named by `name` of their Series.
std::string text_of(const RotationDefinition& definition);

// Decisions of a portfolio, which must outlive them.
TargetRule target_rule(const Portfolio& portfolio);

struct RotationRun {
  std::vector<Matrix> figures;    // by signal, M x N: raw
  std::vector<Matrix> standings;  // by signal, M x N: z or rank
  Scores scores;
  Backtest backtest;
};

// Throws what its parts throw.
RotationRun run_rotation(const SectorPanel& panel, const RotationDefinition& definition);

// The benchmarks. Equal weights of the members, put back each month without costs; and 12-1 momentum, the k best in equal parts, with
// the definition's trading. Monthly returns over the months of `like`.
std::vector<double> equal_weight_returns(const SectorPanel& panel, const Backtest& like);
std::vector<double> momentum_returns(const SectorPanel& panel, const Backtest& like, int k,
                                     const TradingSettings& trading, int rebalance_months);

}  // namespace rerate
