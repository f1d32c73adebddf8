#include <fmt/format.h>

#include <memory>

#include "cli/commands.h"
#include "cli/environment.h"
#include "rerate/base/error.h"
#include "rerate/base/spelling.h"
#include "rerate/formula/function_manifest.h"
#include "rerate/publish/errors_markdown.h"

namespace rerate::cli {
namespace {

std::string functions_text() {
  std::string text, group;
  std::size_t width = 0;
  for (const auto& function : function_manifest()) width = std::max(width, function.signature.size());
  for (const auto& function : function_manifest()) {
    if (function.group != group) {
      group = function.group;
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n", group);
    }
    const auto first = function.meaning.substr(0, function.meaning.find(". "));
    text += fmt::format("  {:<{}}  {}\n", function.signature, width, first);
  }
  return text + "\nrerate help FUNCTION tells more; docs/formulas.md has it all.\n";
}

std::string function_text(const FunctionDescription& function) {
  return fmt::format("{}\n\n{}\n\nExample:\n  rerate eval '{}'\n", function.signature, function.meaning,
                     function.example);
}

std::string errors_text() {
  std::string text;
  for (const auto& error : kErrorDescriptions) text += fmt::format("  {}  {}\n", error.code, error.title);
  return text + "\nrerate help CODE tells what to do.\n";
}

std::string topic_text(const std::string& topic, const CLI::App& program) {
  if (topic.empty()) return program.help();
  if (topic == "functions") return functions_text();
  if (topic == "errors") return errors_text();
  for (const auto& function : function_manifest())
    if (function.name == topic) return function_text(function);
  for (const auto& error : kErrorDescriptions)
    if (error.code == topic) return fmt::format("{}: {}\n\n{}\n", error.code, error.title, error.remedy);
  std::vector<std::string> topics = {"functions", "errors"};
  for (const auto* command : program.get_subcommands({})) {
    if (command->get_name() == topic) return command->help();
    topics.push_back(command->get_name());
  }
  for (const auto& function : function_manifest()) topics.emplace_back(function.name);
  refuse(ErrorCode::command_line, fmt::format("no help on `{}`", topic.substr(0, 80)),
         did_you_mean(topic, topics, "rerate help functions, rerate help errors, or rerate help COMMAND."));
}

// The pages of docs/ that are made from the code.
std::string topic_markdown(const std::string& topic) {
  if (topic == "functions") return formulas_markdown();
  if (topic == "errors") return errors_markdown();
  refuse(ErrorCode::command_line, "only functions and errors have a page in Markdown",
         "rerate help functions --markdown or rerate help errors --markdown");
}

}  // namespace

void add_help(CLI::App& program) {
  auto* command = program.add_subcommand("help", "Explain a command, a function, or an error code");
  auto topic = std::make_shared<std::string>();
  command->add_option("topic", *topic, "functions, errors, a command, a function, or a code such as RR301");
  auto markdown = std::make_shared<bool>(false);
  command->add_flag("--markdown", *markdown, "functions or errors as the page that docs/ holds");
  command->footer(
      "Examples:\n  rerate help functions\n  rerate help zscore\n  rerate help RR220\n"
      "  rerate help errors --markdown > docs/errors.md");
  command->callback(
      [=, &program] { print(*markdown ? topic_markdown(*topic) : topic_text(*topic, program)); });
}

}  // namespace rerate::cli
