#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/credit.h"
#include "rerate/study/given_figure.h"
#include "rerate/study/model_types.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[credit]] of a study file: what credit says.
//
//   id = "credit"
//   spread = "credit.gz_spread"
//   ebp = "credit.ebp"                                     # the rest is optional
//   crest = { amplitude = 0.75, window = 6, phase = 6, cycle = 15, tie = "first" }
//   state = { stress = { percentile = 80, change_3m = 1 }, watch = { percentile = 60, change_3m = 0.5 } }
//         # or formulas that give indicators: { stress = "percentile(spread) > 90 and diff(spread, 3m) > 0" }
//   sectors = { energy = "mine.energy", media = { title = "media", formula = "mine.media" } }
//   weights = { energy = 0.4, media = 0.6 }, sector_gap = 1, tolerance = 0.25
//   distress = { above = 10, constituents = { acme = { spread = "mine.acme", weight = "mine.acme_value" } } }
//   asset = "small"                                        # what it returned after each state
//   recession = "nber.recession"                           # that of [study]
struct CreditRequest {
  // A state's condition: thresholds, or a formula that gives an indicator.
  using Condition = std::variant<CreditThresholds, SeriesUse>;
  struct Constituent {
    std::string name, title;
    SeriesUse spread;
    GivenFigure weight;
    Place weight_place;
  };

  SeriesUse spread;
  std::optional<SeriesUse> ebp, recession, asset;
  std::optional<TurningPointRule> crests;
  std::optional<Condition> stress, watch;  // neither: the usual rule
  std::vector<NamedFormula> sectors;
  std::vector<double> weights;  // in the order of the sectors, or empty
  double sector_gap = 1;
  std::optional<double> tolerance;       // a quarter of a point
  std::optional<double> distress_above;  // ten points
  std::vector<Constituent> constituents;
  Place place, crests_place, rule_place, weights_place, distress_place;
};

// `recessions` are those of the study, used where the section names none. Throws UserError study_file, credit_weights.
CreditRequest read_credit_request(const TomlTable& table, const SeriesUse& recessions);

std::vector<SeriesUse> uses_of(const CreditRequest& request);

// Throws UserError at the place of the formula it is about:
//   credit_type    a spread or premium that is none: a rate, an index, quarterly, in no unit of spreads
//   credit_sector  sectors and constituents of another frequency or unit than the spread
//   credit_rule    a state's formula that is no indicator of the spread's frequency
//   recession_indicator, event_kinds   recessions that are no monthly indicator; an asset without prices
void check_types(const CreditRequest& request, const TypeOfUse& typed);

}  // namespace rerate
