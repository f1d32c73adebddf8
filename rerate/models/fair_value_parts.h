#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/shared_parts.h"
#include "rerate/models/fair_value.h"

namespace rerate {

// What the panel depends on.
struct FairValuePanelKey {
  struct Driver {
    std::string name, title;
    const Series* series = nullptr;
    bool operator==(const Driver&) const = default;
  };
  const Series* price = nullptr;
  const Series* fundamental = nullptr;
  std::optional<double> multiple_today;
  std::vector<Driver> drivers;
  std::optional<Date> from;
  bool operator==(const FairValuePanelKey&) const = default;
};
// What an equation depends on beside it: its drivers by name, the horizon, and its settings one after another.
struct FairValueEquationKey {
  FairValuePanelKey panel;
  std::vector<std::string> drivers;
  Index horizon = 0;
  std::vector<double> settings;
  bool operator==(const FairValueEquationKey&) const = default;
};
struct FairValueContractionsKey {
  FairValuePanelKey panel;
  const Series* recession = nullptr;
  bool operator==(const FairValueContractionsKey&) const = default;
};

struct FairValueParts {
  SharedParts<FairValuePanelKey, FairValuePanel> panels;
  SharedParts<FairValueEquationKey, MultipleEquation> multiples;
  SharedParts<FairValueEquationKey, GrowthEquation> growths;
  SharedParts<FairValueContractionsKey, ContractionAverage> contractions;
};

// fair_value() of one of many questions about the same series, whose panels and equations are shared where they are the same: the
// same bits, without fair value through time and warnings, which say nothing of the level. Series must outlive `shared`; the
// places of what is shared are those of the first that asked.
FairValue fair_value(const FairValueQuestion& question, FairValueParts& shared);

}  // namespace rerate
