#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "cli/trials_text.h"
#include "rerate/base/spelling.h"

namespace rerate::cli {
namespace {

struct TrialsOptions {
  std::string study, section;
  DataOptions data;
  bool json = false;
};

// A section that the study has no more may still have been tried.
void check_section(const StudyFile& study, const std::vector<Trial>& trials, const std::string& wanted) {
  std::vector<std::string> ids;
  for (const auto& section : study.sections) ids.push_back(section.id);
  if (std::find(ids.begin(), ids.end(), wanted) != ids.end()) return;
  for (const auto& trial : trials)
    if (trial.section == wanted) return;
  refuse(ErrorCode::command_line, fmt::format("--section {}: no section has this id", wanted.substr(0, 80)),
         did_you_mean(wanted, ids, fmt::format("The study has: {}.", fmt::join(ids, ", "))));
}

void answer(const TrialsOptions& options) {
  const auto study = read_study_file(options.study);
  auto trials = ledger_of(options.data).trials(trial_name(study));
  if (!options.section.empty()) {
    check_section(study, trials, options.section);
    std::erase_if(trials, [&](const Trial& trial) { return trial.section != options.section; });
  }
  if (options.json)
    print(trials_json(trial_name(study), trials));
  else
    print(trials_text(trial_name(study), trials, {colour_wanted(), terminal_width(), true}));
}

}  // namespace

void add_trials(CLI::App& program) {
  auto* command = program.add_subcommand(
      "trials", "List every definition ever tried for a study, and the price of looking");
  auto options = std::make_shared<TrialsOptions>();
  command->add_option("study", options->study, "The study file (TOML)")->required()->check(kNotEmpty);
  command->add_option("--section", options->section, "Only this section's")->check(kNotEmpty);
  add_data_options(*command, options->data);
  command->add_flag("--json", options->json, "Print them as JSON");
  command->footer(
      "Runs are remembered beside the store; nothing is ever removed.\n"
      "Examples:\n"
      "  rerate trials studies/us-small-caps.toml\n"
      "  rerate trials studies/us-small-caps.toml --section manufacturing-lows\n"
      "  rerate trials studies/us-small-caps.toml --json");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli
