#pragma once

#include <optional>
#include <vector>

#include "rerate/models/credit_cycle.h"
#include "rerate/models/credit_sectors.h"
#include "rerate/models/credit_state.h"
#include "rerate/models/distress_share.h"

namespace rerate {

// What credit says (domain.md C11, formula 13): where a spread stands in its history and in its cycle, what it did lately, the
// excess bond premium, sectors against the index, the share of the index in distress, and all-clear, watch or stress by a
// declared rule.
//
// Example, the Gilchrist-Zakrajsek spread as of 2023-03: 1.53, its percentile and robust z among the months since 1973, the
// change from 2022-12, and its distance from the crest of 2022.
struct CreditQuestion {
  const Series* spread = nullptr;        // monthly, weekly or daily; in pp, percent or bp
  const Series* bond_premium = nullptr;  // the excess bond premium, of any of these frequencies; may be null
  std::optional<TurningPointRule> crests;  // nothing: usual_crest_rule
  CreditStateRule rule;
  std::vector<CreditSector> sectors;  // may be empty
  bool weighted = false;              // sectors have weights
  double sector_threshold = 1;        // in z: distress is rising beyond it
  double sector_tolerance =
      0.25;  // in the spread's unit: sectors that do not add up are further from the index
  std::vector<Constituent> constituents;  // may be empty
  double distress_level = 10;             // in the spread's unit
  AfterStates after;
  Place spread_place = {}, bond_premium_place = {}, rule_place = {}, crests_place = {}, weights_place = {},
        distress_place = {};
};

// A figure, where it stands among those of its kind, and when it was.
struct StandingFigure {
  Period at;
  double value = 0;
  double percentile = 0;  // among all figures up to it, itself included
};

struct CreditReading {
  SpreadHistory history;
  StandingFigure spread;
  double z = 0;              // robust_z among the figures so far, not winsorised; NaN where their MAD is 0
  StandingFigure change[3];  // over kCreditChanges; percentile among all such changes so far
  TurningPointRule crest_rule;
  CreditCycle cycle;
  std::optional<StandingFigure> bond_premium;
  std::vector<CreditStateAt> states;  // by month, as could be told then
  std::optional<CreditState> now;     // at the newest figure; nothing when the rule's formulas have none
  StateRecords records;
  std::vector<SectorReading> sectors;   // by distance from the index, the largest first
  std::optional<SectorSum> sector_sum;  // with weights
  std::optional<DistressShare> distress;
};
inline constexpr int kCreditChanges[3] = {1, 3, 12};  // months

// Percentage points in a unit: 1 for percent and pp, 100 for bp; nothing for any other.
std::optional<double> point_in(std::string_view unit);

// O(months T + T log T + S T log T). Throws UserError at the place of the part it is about: credit_history for fewer than
// kLeastSpreadMonths of spreads or bond premia, regression_no_variation for a spread that does not vary, and what its parts
// throw.
CreditReading read_credit(const CreditQuestion& question);

}  // namespace rerate
