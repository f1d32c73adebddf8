#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "cli/trials_text.h"
#include "cli/tried_definitions.h"
#include "rerate/base/spelling.h"
#include "rerate/multiverse/lattice.h"

namespace rerate::cli {
namespace {

struct TrialsOptions {
  std::string study, section, lattice;
  DataOptions data;
  std::uint64_t most = 0;
  bool definitions = false, json = false, csv = false;

  bool lists() const { return definitions || csv || !lattice.empty(); }
  std::optional<std::uint64_t> limit() const { return most > 0 ? std::optional(most) : std::nullopt; }
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

// The lattices whose hash begins so: one.
void keep_lattice(std::vector<Trial>& trials, const std::string& prefix) {
  std::vector<std::string> all, found;
  for (const auto& trial : trials)
    if (trial.definitions > 1 || trial.lattice) {
      const auto hash = trial.definition.substr(0, 12);
      if (std::find(all.begin(), all.end(), hash) == all.end()) all.push_back(hash);
    }
  std::erase_if(trials, [&](const Trial& trial) {
    return !(trial.definitions > 1 || trial.lattice) || !trial.definition.starts_with(prefix);
  });
  for (const auto& trial : trials)
    if (std::find(found.begin(), found.end(), trial.definition) == found.end())
      found.push_back(trial.definition);
  if (found.size() == 1) return;
  const auto& named = found.empty() ? all : found;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(named.size(), 20); ++i)
    shown.push_back(named[i].substr(0, 12));
  refuse(ErrorCode::command_line,
         fmt::format("--lattice {}: {} hash begins so", prefix.substr(0, 80),
                     found.empty() ? "no lattice's" : "more than one lattice's"),
         shown.empty() ? "The ledger has no lattice of it."
                       : fmt::format("The ledger has: {}.", fmt::join(shown, ", ")));
}

// More in a row are too many to read.
constexpr std::uint64_t kUsuallyListed = 20;

void list_definitions(const TrialsOptions& options, const std::string& study, std::vector<Trial> trials) {
  if (!options.lattice.empty()) keep_lattice(trials, options.lattice);
  trials = remembered_trials(trials);
  if (options.csv)
    print_definitions_csv(trials, options.limit());
  else if (options.json)
    print_definitions_json(study, trials, options.limit());
  else
    print_definitions(study, trials, options.limit().value_or(kUsuallyListed),
                      {colour_wanted(), terminal_width(), true});
}

void answer(const TrialsOptions& options) {
  if (options.most > 0 && !options.lists())
    refuse(ErrorCode::command_line, "--max limits how many definitions are listed, and none are asked for",
           "Ask for them: --definitions --max 50.");
  const auto study = read_study_file(options.study);
  const auto name = trial_name(study);
  auto trials = ledger_of(options.data).trials(name);
  if (!options.section.empty()) {
    check_section(study, trials, options.section);
    std::erase_if(trials, [&](const Trial& trial) { return trial.section != options.section; });
  }
  if (options.lists())
    list_definitions(options, name, std::move(trials));
  else if (options.json)
    print(trials_json(name, trials));
  else
    print(trials_text(name, trials, {colour_wanted(), terminal_width(), true}));
}

}  // namespace

void add_trials(CLI::App& program) {
  auto* command = program.add_subcommand(
      "trials", "List every definition ever tried for a study, and the price of looking");
  auto options = std::make_shared<TrialsOptions>();
  command->add_option("study", options->study, "The study file (TOML)")->required()->check(kNotEmpty);
  command->add_option("--section", options->section, "Only this section's")->check(kNotEmpty);
  add_data_options(*command, options->data);
  command->add_flag("--definitions", options->definitions,
                    "List every definition, those of lattices one by one");
  command->add_option("--lattice", options->lattice, "Only the lattice whose hash begins so, one by one")
      ->check(kNotEmpty);
  command->add_option("--max", options->most, "At most so many definitions of each lattice")
      ->check(CLI::Range(std::uint64_t{1}, Lattice::kLargest));
  auto* json = command->add_flag("--json", options->json, "Print them as JSON");
  command->add_flag("--csv", options->csv, "Print every definition as a row of CSV")->excludes(json);
  command->footer(
      "Runs are remembered beside the store; nothing is ever removed. A lattice is one row here: "
      "--definitions\n"
      "lists what it was made of, 20 of each on a terminal, all with --csv or --json.\n"
      "Examples:\n"
      "  rerate trials studies/us-small-caps.toml\n"
      "  rerate trials studies/us-small-caps.toml --section manufacturing-lows\n"
      "  rerate trials studies/us-small-caps.toml --json\n"
      "  rerate trials studies/us-small-caps.toml --definitions\n"
      "  rerate trials studies/us-small-caps.toml --lattice 3f2a --max 100\n"
      "  rerate trials studies/us-small-caps.toml --section manufacturing-lows --csv > tried.csv");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli
