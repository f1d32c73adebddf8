#include <fmt/format.h>

#include <memory>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "rerate/multiverse/lattice.h"
#include "rerate/study/lattice_definitions.h"
#include "rerate/study/runner.h"

namespace rerate::cli {
namespace {

// "    42 definitions: below 3, until 7, anchor 2"
std::string shown(const SectionChoices& open) {
  std::string listed;
  for (const auto& choice : open.choices)
    listed += fmt::format("{}{} {}", listed.empty() ? "" : ", ", choice.name, choice.options.size());
  return fmt::format("    {} definitions: {}\n", Lattice(open.choices).size_in_words(), listed);
}

// What a run would refuse before it runs anything.
void check_lattices(const StudyFile& study) {
  for (const auto& section : study.sections) {
    if (!section.choices) continue;
    const Lattice lattice(section.choices->choices);
    if (lattice.size() && section.multiverse.most) continue;
    const bool events = std::holds_alternative<EventStudyRequest>(section.question);
    lattice_definitions(section, lattice, {}, events ? kMostEventDefinitions : kMostSectionDefinitions);
  }
}

std::string shown(const StudyFile& study, const StudyPlan& plan) {
  std::string text = fmt::format("{}: {}\n\n", study.path.filename().string(), study.title);
  text += fmt::format("Reads {} catalogue series\n", plan.entries.size());
  std::size_t width = 0;
  for (const auto& entry : plan.entries) width = std::max(width, entry.id.size());
  for (const auto& entry : plan.entries)
    text += fmt::format("  {:<{}}  {:<9}  {:<8}  {}\n", entry.id, width, to_string(entry.type.frequency),
                        entry.type.unit, to_string(entry.grade));
  text += fmt::format("\nComputes {} formulas, in this order\n", plan.formulas.size());
  width = 0;
  for (const auto& formula : plan.formulas)
    width = std::max(width, std::min<std::size_t>(formula.key.size(), 32));
  for (const auto& formula : plan.formulas)
    text += fmt::format("  {:<{}}  {:<9}  {:<18}  {}\n", formula.key.substr(0, 32), width,
                        to_string(formula.type.frequency), to_string(formula.type.kind),
                        formula.key == formula.formula.text() ? "" : formula.formula.text());
  text += fmt::format("\nRuns {} sections\n", study.sections.size());
  for (const auto& section : study.sections) {
    text += fmt::format("  {:<24}  {:<18}  {}\n", section.id, section.kind, section.title);
    if (section.choices) text += shown(*section.choices);
  }
  for (const auto& name : plan.unused)
    text += fmt::format("\nnote: no section reads the series `{}`\n", name);
  return text;
}

}  // namespace

void add_check(CLI::App& program) {
  auto* command = program.add_subcommand("check", "Validate a study without running it, and show its plan");
  auto options = std::make_shared<StudyOptions>();
  add_study_options(*command, *options);
  command->footer("Example:\n  rerate check studies/us-small-caps.toml");
  command->callback([options] {
    const auto study = read_study(*options);
    if (!options->as_of.empty()) as_of_option(options->as_of);
    const auto store = open_study_store(*options, study);
    const auto plan = plan_study(study, store);
    check_lattices(study);
    print(shown(study, plan) + "\nThe study is valid.\n");
  });
}

}  // namespace rerate::cli
