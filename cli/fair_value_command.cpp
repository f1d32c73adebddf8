#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/fair_value_text.h"
#include "cli/one_section.h"
#include "cli/study_options.h"
#include "cli/supposed_options.h"
#include "rerate/base/spelling.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/results_json.h"
#include "rerate/study/runner.h"
#include "rerate/study/supposed_figures.h"

namespace rerate::cli {
namespace {

struct FairValueOptions : StudyOptions {
  std::string section, scenario;
  bool json = false;
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> section_ids(const StudyFile& study) {
  std::vector<std::string> ids;
  for (const auto& section : study.sections) ids.push_back(section.id);
  return ids;
}

// The study with its keys changed, and what is supposed of its series.
std::pair<StudyFile, std::vector<SupposedFigure>> read_with_settings(const FairValueOptions& options) {
  auto study = read_study_file(options.study);
  auto settings = split_settings(options.set, section_ids(study));
  if (!settings.keys.empty()) study = read_study_file(options.study, settings.keys);
  return {std::move(study), std::move(settings.supposed)};
}

// The scenario asked for becomes the base, which the headline and the numbers are about.
std::string choose_scenario(FairValueRequest& request, const std::string& wanted) {
  if (wanted.empty()) return request.question.base;
  std::vector<std::string> ids;
  for (const auto& one : request.scenarios) ids.push_back(one.scenario.id);
  if (std::find(ids.begin(), ids.end(), wanted) == ids.end())
    refuse(ErrorCode::command_line,
           fmt::format("--scenario {}: there is no such scenario", wanted.substr(0, 80)),
           did_you_mean(wanted, ids, fmt::format("The fair value has: {}.", joined(ids))));
  return request.question.base = wanted;
}

std::string title_of(const FairValueRequest& request, const std::string& scenario) {
  for (const auto& one : request.scenarios)
    if (one.scenario.id == scenario) return one.scenario.title;
  return scenario;
}

void answer(const FairValueOptions& options) {
  auto [study, supposed] = read_with_settings(options);
  const auto asked = as_of_option(options.as_of);
  const auto whole = study;
  keep_section(study, ids_of<FairValueRequest>(study), options.section, "fair_value", "fair values");
  study.recessions = {};  // they shade charts, and here are none
  auto& request = std::get<FairValueRequest>(study.sections.front().question);
  const auto scenario = choose_scenario(request, options.scenario);
  const auto store = open_study_store(options, study);
  const auto as_of = as_of_of(whole, store, asked);
  auto plan = plan_study(study, store);
  drop_unused(plan);
  const auto told = supposed.empty() ? std::vector<std::string>{}
                                     : suppose(request, scenario, supposed, plan, store, as_of);
  plan.unused.clear();  // no warning about what the rest of the study reads
  auto results = run_study(study, plan, store, as_of);
  auto& section = results.sections.front();
  section.warnings.insert(section.warnings.begin(), told.begin(), told.end());
  if (options.json)
    print(results_json(results));
  else
    print(fair_value_text(results, section, one_clean_line(title_of(request, scenario)),
                          {colour_wanted(), terminal_width(), true}));
}

}  // namespace

void add_fair_value(CLI::App& program) {
  auto* command =
      program.add_subcommand("fair-value", "What an index is worth under a scenario: a quick answer");
  auto options = std::make_shared<FairValueOptions>();
  add_study_options(*command, *options);
  command->get_option("--set")->description(
      "Suppose a figure: a driver's name sets its end point in the scenario, a series (rates.gs2=3.0) its "
      "newest "
      "figure; or change a key of the study, as in rerate run");
  command->add_option("--section", options->section, "Which [[fair_value]], when there are several")
      ->check(kNotEmpty);
  command->add_option("--scenario", options->scenario, "Which scenario (default: the study's base)")
      ->check(kNotEmpty);
  command->add_flag("--json", options->json, "Print it as results.json would have it");
  command->footer(
      "Examples:\n"
      "  rerate fair-value studies/us-small-caps.toml\n"
      "  rerate fair-value studies/us-small-caps.toml --scenario recession\n"
      "  rerate fair-value studies/us-small-caps.toml --scenario recession --set rates.gs10=3.0");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli
