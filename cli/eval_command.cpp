#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/study_options.h"
#include "rerate/base/number_text.h"
#include "rerate/publish/terminal_plot.h"
#include "rerate/study/runner.h"

namespace rerate::cli {
namespace {

struct EvalOptions {
  std::string formula, as_of, study;
  bool csv = false, json = false, plot = false;
  DataOptions data;
};

std::string as_csv(const Series& series) {
  std::string text = "date,value,known_at\n";
  for (std::size_t i = 0; i < series.size(); ++i) {
    const bool missing = series.value[i] != series.value[i];
    text += fmt::format("{},{},{}\n", to_string(series.period(i)), missing ? "" : shortest(series.value[i]),
                        missing ? "" : to_string(series.known_at[i]));
  }
  return text;
}

std::string as_json(const Series& series, const EvalOptions& options, Date as_of) {
  nlohmann::ordered_json json;
  json["formula"] = options.formula;
  json["as_of"] = to_string(as_of);
  json["frequency"] = to_string(series.type.frequency);
  json["kind"] = to_string(series.type.kind);
  json["unit"] = series.type.unit;
  auto rows = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < series.size(); ++i) {
    const bool missing = series.value[i] != series.value[i];
    rows.push_back(
        {to_string(series.period(i)),
         missing ? nlohmann::ordered_json() : nlohmann::ordered_json(series.value[i]),
         missing ? nlohmann::ordered_json() : nlohmann::ordered_json(to_string(series.known_at[i]))});
  }
  json["columns"] = {"date", "value", "known_at"};
  json["rows"] = std::move(rows);
  return json.dump(1) + "\n";
}

// What a person wants at a glance: what it is, how long, and the last figures.
std::string as_text(const Series& series, const EvalOptions& options, Date as_of) {
  std::string text =
      fmt::format("{}\n{} {}{}, {} to {}, as of {}\n\n", options.formula, to_string(series.type.frequency),
                  to_string(series.type.kind), series.type.unit.empty() ? "" : " in " + series.type.unit,
                  to_string(series.period(0)), to_string(series.period(series.size() - 1)), to_string(as_of));
  const std::size_t first = series.size() > 12 ? series.size() - 12 : 0;
  text += fmt::format("  {:<10}  {:>14}  {}\n", "date", "value", "known at");
  for (std::size_t i = first; i < series.size(); ++i) {
    const bool missing = series.value[i] != series.value[i];
    text += fmt::format("  {:<10}  {:>14}  {}\n", to_string(series.period(i)),
                        missing ? "-" : fmt::format("{:.6g}", series.value[i]),
                        missing ? "-" : to_string(series.known_at[i]));
  }
  return text;
}

void evaluate(const EvalOptions& options) {
  if (options.csv + options.json + options.plot > 1)
    refuse(ErrorCode::command_line, "--csv, --json and --plot exclude each other", "Choose one.");
  const auto as_of = as_of_option(options.as_of);
  StudyFile study;
  if (!options.study.empty()) study = read_study_file(options.study);
  const auto beside = options.study.empty() ? std::filesystem::current_path()
                                            : std::filesystem::absolute(options.study).parent_path();
  std::vector<std::string> required = study.packs;
  for (const auto& [name, folder] : pack_overrides(options.data)) required.push_back(name);
  const auto store = open_store(options.data, required, {"open"}, beside);
  for (const auto& pack : store.packs()) study.packs.push_back(pack.name);

  study.sections.clear();
  study.recessions = {};
  study.asked = {{"formula", options.formula, Place{"formula", 1, 1}}};
  const auto plan = plan_study(study, store);
  auto evaluated = evaluate_plan(plan, store, as_of ? as_of : study.as_of);
  const auto& input = evaluated.inputs.at(options.formula);
  if (!input.redistribute && options.plot == false)
    std::fputs("note: this reads licensed figures; do not pass them on\n", stderr);
  if (options.csv)
    print(as_csv(input.series));
  else if (options.json)
    print(as_json(input.series, options, evaluated.as_of));
  else if (options.plot)
    print(terminal_plot(input.series, {terminal_width(), 16}));
  else
    print(as_text(input.series, options, evaluated.as_of));
}

}  // namespace

void add_eval(CLI::App& program) {
  auto* command = program.add_subcommand("eval", "Compute one formula and show it");
  auto options = std::make_shared<EvalOptions>();
  command->add_option("formula", options->formula, "The formula; see rerate help functions")->required();
  command->add_option("--as-of", options->as_of, "Use only what was known on this date, e.g. 2025-05-30")
      ->check(kNotEmpty);
  command->add_option("--study", options->study, "Read named series from this study")->check(kNotEmpty);
  command->add_flag("--csv", options->csv, "Every value as CSV: date, value, known_at");
  command->add_flag("--json", options->json, "Every value as JSON");
  command->add_flag("--plot", options->plot, "A plot in the terminal");
  add_data_options(*command, options->data);
  command->footer(
      "Examples:\n"
      "  rerate eval 'rates.gs10 - bey(rates.tb3ms)' --plot\n"
      "  rerate eval 'yoy(macro.indpro)' --csv > indpro.csv\n"
      "  rerate eval 'curve' --study studies/us-small-caps.toml --as-of 2006-09-15");
  command->callback([options] { evaluate(*options); });
}

}  // namespace rerate::cli
