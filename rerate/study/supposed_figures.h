#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/fair_value_request.h"
#include "rerate/study/runner.h"

namespace rerate {

// What if the newest figure of a series were another? `name` is a driver of the fair value, a catalogue series or a series of
// the study.
struct SupposedFigure {
  std::string name;
  double value = 0;
};

// What can be supposed of a fair value: its drivers by their names, and every series that a driver's formula reads, directly
// or through others. In order, each once.
std::vector<std::string> supposable(const FairValueRequest& request, const StudyPlan& plan);

// Sets the end points of the scenario's drivers to what is supposed: a driver's own to its figure; those that read a series
// to their newest values at the valuation (the newest price) once the series' newest figure by then is replaced and their
// formulas are evaluated again as of the date. They win over what the scenario sets, shifts, or takes from contractions. A driver that does
// not move with the series it reads keeps the scenario's figure, and a sentence says so.
//
// `plan` is that of the study that holds the request. Throws UserError: command_line for a name that no driver reads (with the
// nearest, or with what can be set) or that stands there twice, fair_value_scenario for a driver that the scenario does not
// read; and what evaluating throws.
std::vector<std::string> suppose(FairValueRequest& request, std::string_view scenario,
                                 const std::vector<SupposedFigure>& supposed, const StudyPlan& plan,
                                 const Store& store, std::optional<Date> as_of);

}  // namespace rerate
