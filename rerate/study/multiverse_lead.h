#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rerate/multiverse/lattice_fragility.h"
#include "rerate/multiverse/lattice_values.h"
#include "rerate/study/definition_runs.h"
#include "rerate/study/results.h"

namespace rerate {

// The number that a section's specification curve and the shares of its choices are about.
struct MultiverseLead {
  std::string name, title, unit;  // title as published: "Mean"
  ConclusionRule rule;            // NaN neutral: it has no side
  LatticeValues given;            // into the runs
  LatticeFragility found;
  std::size_t numbers = 0;  // definitions that give one
};

// When the number of this name says something, in a section of this kind.
ConclusionRule conclusion_rule(const std::string& kind, const std::string& name, double alpha);

// The name: of the study's `multiverse`, else the kind's own; where the definitions do not give that, the first number that they do
// give. Throws UserError multiverse_setting for a name that the study asks for and the section does not have.
std::string lead_name(const Section& section, const SectionRequest& request, const DefinitionRuns& runs);

// Asserts that the runs have the number.
MultiverseLead multiverse_lead(const Section& section, const SectionRequest& request,
                               const DefinitionRuns& runs, const std::string& name);

// "event_free_months" -> "event free months".
std::string spaced(std::string name);

}  // namespace rerate
