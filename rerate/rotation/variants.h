#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "rerate/rotation/rotation.h"

namespace rerate {

// Other ways to rotate that were, or could as well have been, tried: every combination of the choices given. A choice that is
// empty is as in the definition of the study, and so is one that has no part in a combination: k where the rule reads none,
// months without momentum, equal, fixed and inverse-variance weights of a single signal. A figure given twice counts once.
struct VariantChoices {
  bool signal_subsets =
      false;  // every choice of at least one of the signals, with the one that decides on cash
  std::vector<int> momentum_months;  // of each signal of that kind; above its skip
  std::vector<CrossSection> cross_section;
  std::vector<SignalWeights> weights;
  std::vector<PortfolioRule> rule;
  std::vector<int> k;
  std::vector<int> rebalance_months;
  std::vector<double> no_trade_band;
  std::vector<int> trade_lag;
  Place place = {};
};

struct Variant {
  RotationDefinition definition;
  std::string words;  // what differs from the study's: "momentum alone, k = 4"; "as in the study"
  std::string hash;   // of text_of: SHA-256, 32 hexadecimal digits of it
};
// The study's own first; none twice. Throws UserError rotation_variants at choices.place: more than `most`, with the
// count; choices that the definition cannot take (momentum_months without momentum or not above its skip, k below 1, months of
// rebalancing other than 1 and 3, a band outside 0..1, a lag other than 0 and 1). O(variants), 25 microseconds each.
inline constexpr std::size_t kMostVariants = 100'000;
std::vector<Variant> variants(const RotationDefinition& study, const VariantChoices& choices,
                              std::size_t most = kMostVariants);

// Net monthly returns of all of them over common months, in one matrix rule by rule, and what each amounts to. Signals,
// standings and scores that variants share are computed once; what comes out of one is what run_rotation says of it, to
// the last bit, for any number of threads. A variant that cannot be run (limits, too few members) has `failed`, and NaN
// figures; all others go on. 16 bytes of memory a variant and month.
struct VariantRuns {
  Index first = 0;  // month of the first return that all have
  Index months = 0;
  std::vector<double> net;       // variants x months, rule by rule; of those that ran
  std::vector<std::size_t> ran;  // their numbers
  struct Figures {
    double mean = 0, sharpe = 0;  // per month; sharpe over cash
    double turnover = 0;          // a month
    std::string failed;           // why, "" when it ran
  };
  std::vector<Figures> figures;  // by variant, over the common months
};
// `progress(done)` is called from one thread at a time; may be empty. Variants whose first return comes after month `latest_first`
// of the panel look back too far to be compared: they have `failed`, too.
VariantRuns run_variants(const SectorPanel& panel, const std::vector<Variant>& variants,
                         const std::function<void(std::size_t)>& progress = {},
                         Index latest_first = std::numeric_limits<Index>::max());

}  // namespace rerate
