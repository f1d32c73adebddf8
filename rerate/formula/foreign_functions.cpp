#include "rerate/formula/foreign_functions.h"

namespace rerate {
namespace {

struct Synonym {
  std::string_view elsewhere, mend;
};

constexpr Synonym kSynonyms[] = {
    {"shift", "write lag(x, 1m)"},
    {"delay", "write lag(x, 1m)"},
    {"sma", "write ma(x, 12m)"},
    {"rolling_mean", "write ma(x, 12m)"},
    {"moving_average", "write ma(x, 12m)"},
    {"rolling_std", "write std(x, 12m)"},
    {"stdev", "write std(x, 12m)"},
    {"vol", "write std(x, 12m)"},
    {"ewma", "write ema(x, 12m)"},
    {"avg", "write mean(x, y)"},
    {"average", "write mean(x, y)"},
    {"ln", "write log(x)"},
    {"sqrt", "write x ^ 0.5"},
    {"pow", "write x ^ y"},
    {"if", "write when(condition, a, b)"},
    {"iff", "write when(condition, a, b)"},
    {"ifelse", "write when(condition, a, b)"},
    {"where", "write when(condition, a, b)"},
    {"corr", "write rolling_corr(x, y, 36m)"},
    {"beta", "write rolling_beta(y, x, 36m)"},
    {"cumprod", "write index(x)"},
    {"cumulate", "write index(x)"},
    {"change", "write diff(x, 12m)"},
    {"delta", "write diff(x, 12m)"},
    {"growth", "write yoy(x)"},
    {"mom", "write pct(x)"},
    {"qoq", "write pct(x)"},
    {"rank", "write percentile(x)"},
    {"pctile", "write percentile(x)"},
    {"ffill", "write fill(x)"},
    {"winsorize", "write clip(x, low, high)"},
};

}  // namespace

std::string_view mend_of_foreign_function(std::string_view name) {
  for (const auto& synonym : kSynonyms)
    if (synonym.elsewhere == name) return synonym.mend;
  return {};
}

}  // namespace rerate
