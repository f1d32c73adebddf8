#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/spread_history.h"

namespace rerate {

// Sectors against the index (domain.md formula 13): each one's robust z less that of the index, both among the figures of the
// periods that they share, and its change over three months. Distress is rising in a sector whose z exceeds the index's by
// more than a threshold and by more than three months earlier.
//
// Example: energy at z = 3.1 with the index at 0.4 is 2.7 apart; three months ago it was 1.9: rising by 0.8.
struct CreditSector {
  std::string name;  // what sentences call it
  const Series* spread = nullptr;
  std::optional<double> weight;  // share of the index; for all sectors or none
  Place place = {};
};

struct SectorReading {
  std::size_t sector = 0;  // its place in the question
  Period at;               // the newest period that it shares with the index
  double spread = 0, percentile = 0;
  double z = 0, index_z = 0;     // NaN where the median absolute deviation is 0
  double apart = 0, before = 0;  // z less index_z, now and three months earlier
  bool rising = false;
  double change() const { return apart - before; }
};

// Do the sectors add up? Their weighted mean less the index, at the last common figure of each of the last twelve months.
struct SectorSum {
  struct Gap {
    Period at;
    double gap = 0;  // weighted mean less index
  };
  std::vector<Gap> gaps;  // by time
  double tolerance = 0;
  std::vector<Gap> beyond() const;  // those further from 0 than the tolerance
};

// How far a sum of rounded weights may lie from 1.
inline constexpr double kWeightTolerance = 0.01;

// Readings in order of `apart`, the largest first, unknown ones last. O(S T log T). Throws UserError at a sector's place:
//   credit_sector            another frequency than the index; no period in common with it
//   credit_history           shares fewer than kLeastSpreadMonths with the index
//   regression_no_variation  a sector that does not vary
std::vector<SectorReading> read_sectors(const SpreadHistory& index, const std::vector<CreditSector>& sectors,
                                        double threshold);

// Weights as shares of 1. Throws credit_weights at `place`: a weight that is not above 0, weights that add up neither to 1
// nor to 100.
std::vector<double> shares_of_weights(const std::vector<CreditSector>& sectors, const Place& place);

// Every sector has a weight. O(S T).
SectorSum add_up(const SpreadHistory& index, const std::vector<CreditSector>& sectors, double tolerance,
                 const Place& place);

}  // namespace rerate
