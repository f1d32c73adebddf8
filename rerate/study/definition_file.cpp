#include "rerate/study/definition_file.h"

#include <fmt/format.h>

#include <set>

#include "rerate/base/error.h"
#include "rerate/base/sha256.h"
#include "rerate/base/version.h"
#include "rerate/store/parquet_stream.h"
#include "rerate/study/price_of_looking.h"

namespace rerate {
namespace {

constexpr const char* kFormat = "rerate.definitions";
constexpr const char* kFormatVersion = "1";
constexpr const char* kDefinition = "definition";

// What a note is called when the file's is another.
struct NoteName {
  const char* key;
  const char* words;
};
constexpr NoteName kNotes[] = {{kFormat, "another form of the file"},
                               {"rerate.study", "another study"},
                               {"rerate.section", "another section"},
                               {"rerate.as_of", "another as-of date"},
                               {"rerate.lattice", "other options, or another number of definitions"},
                               {"rerate.inputs", "other data, or another version of the study"},
                               {"rerate.version", "another version of Rerate"}};

[[noreturn]] void refuse_file(const DefinitionFileOrder& order, const std::string& why) {
  refuse(ErrorCode::lattice_file, why, {}, Place{order.file.string()});
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// DuckDB's columns differ in more than their case, and an option has to differ from the others of its choice.
class DistinctNames {
 public:
  std::string take(std::string name) {
    while (!taken_.insert(lower_case(name)).second) name += "_";
    return name;
  }

 private:
  std::set<std::string> taken_;
};

std::vector<std::string> distinct_texts(const std::vector<std::string>& texts) {
  std::set<std::string> taken;
  std::vector<std::string> made;
  for (auto text : texts) {
    while (!taken.insert(text).second) text += " ";
    made.push_back(std::move(text));
  }
  return made;
}

std::vector<MadeColumn> columns_of(const DefinitionStream& stream) {
  DistinctNames names;
  std::vector<MadeColumn> columns{{names.take(kDefinition), MadeColumn::Type::whole_number}};
  for (const auto& choice : stream.lattice().choices())
    columns.push_back({names.take(choice.name), MadeColumn::Type::option, distinct_texts(choice.options)});
  for (const auto& column : stream.columns()) columns.push_back({names.take(column.name)});
  return columns;
}

MadeRows rows_of(const DefinitionStream& stream, const StreamedDefinitions& some) {
  const auto& lattice = stream.lattice();
  MadeRows rows;
  rows.cells.emplace_back(std::vector<std::int64_t>(some.definitions.begin(), some.definitions.end()));
  std::vector<std::vector<std::uint32_t>> options(lattice.choices().size());
  std::vector<std::uint32_t> taken(options.size());
  for (auto& column : options) column.reserve(some.definitions.size());
  for (const auto definition : some.definitions) {
    lattice.options(definition, taken);
    for (std::size_t c = 0; c < taken.size(); ++c) options[c].push_back(taken[c]);
  }
  for (auto& column : options) rows.cells.emplace_back(std::move(column));
  for (const auto& column : some.figures) rows.cells.emplace_back(column);
  return rows;
}

std::map<std::string, std::string> notes_of_file(const DefinitionFileOrder& order) {
  try {
    return read_parquet_notes(order.file);
  } catch (const UserError& error) {
    if (error.failure().code == ErrorCode::file_missing)
      refuse(ErrorCode::file_missing, "there is no file to go on with: a run that is killed keeps nothing",
             "Leave --resume out.", Place{order.file.string()});
    refuse_file(order, "it is no Parquet file of definitions");
  }
}

std::string note(const std::map<std::string, std::string>& notes, const char* key) {
  const auto at = notes.find(key);
  return at == notes.end() ? std::string() : at->second;
}

// Only a file of definitions is written over: what stands there otherwise was not meant.
void check_overwritten(const DefinitionFileOrder& order) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(order.file, error)) return;
  if (std::filesystem::file_size(order.file, error) == 0) return;
  if (note(notes_of_file(order), kFormat).empty())
    refuse_file(order, "it is something else than a file of definitions, and is not written over");
}

// The file that is gone on with: its rows are handed on.
std::uint64_t read_done(const DefinitionStream& stream, const DefinitionFileOrder& order,
                        const std::vector<MadeColumn>& columns, const DefinitionStream::Sink& sink) {
  std::vector<std::string> figures;
  for (auto c = columns.size() - stream.columns().size(); c < columns.size(); ++c)
    figures.push_back(columns[c].name);
  std::uint64_t done = 0;
  read_parquet_rows(order.file, columns.front().name, figures, [&](MadeRows rows) {
    StreamedDefinitions some;
    for (const auto number : std::get<std::vector<std::int64_t>>(rows.cells[0])) {
      if (done >= stream.size() || static_cast<std::uint64_t>(number) != stream.definition(done))
        refuse_file(order, fmt::format("row {} is not the definition that stands there", done + 1));
      some.definitions.push_back(static_cast<std::uint64_t>(number));
      ++done;
    }
    for (std::size_t c = 1; c < rows.cells.size(); ++c)
      some.figures.push_back(std::move(std::get<std::vector<double>>(rows.cells[c])));
    sink(std::move(some));
  });
  return done;
}

void check_notes(const DefinitionFileOrder& order) {
  const auto found = notes_of_file(order);
  for (const auto& [key, words] : kNotes)
    if (note(found, key) != note(order.notes, key)) refuse_file(order, fmt::format("it is of {}", words));
}

}  // namespace

std::map<std::string, std::string> definition_notes(const StudyFile& study, const SectionRequest& section,
                                                    const StudyPlan& plan, const EvaluatedPlan& evaluated,
                                                    const DefinitionStream& stream) {
  Sha256 inputs;
  const auto add = [&](const std::string& text) {
    inputs.add(fmt::format("{}:", text.size()));
    inputs.add(text);
  };
  add(study.sha256);
  add(std::to_string(study.seed));
  for (const auto& formula : plan.formulas) add(formula.key);
  for (const auto& reading : evaluated.readings) add(reading.entry.id), add(reading.sha256);
  return {{kFormat, kFormatVersion},
          {"rerate.study", study.path.filename().string()},
          {"rerate.section", section.id},
          {"rerate.as_of", to_string(evaluated.as_of)},
          {"rerate.lattice", fmt::format("{}-{}", lattice_hash(section), stream.size())},
          {"rerate.inputs", inputs.finish()},
          {"rerate.version", std::string(kVersion)},
          {"rerate.of", std::to_string(stream.size())}};
}

DefinitionFileRun write_definition_file(
    const DefinitionStream& stream, const DefinitionFileOrder& order,
    const std::function<void(const StreamedDefinitions&)>& seen, const DefinitionStream::Control& control,
    const std::function<void(const std::filesystem::path&)>& on_temporary) {
  if (order.resume)
    check_notes(order);
  else
    check_overwritten(order);
  const auto columns = columns_of(stream);
  ParquetStream file(order.file, columns, order.notes);
  if (on_temporary) on_temporary(file.temporary());
  const auto sink = [&](const StreamedDefinitions& some) {
    file.append(rows_of(stream, some));
    if (seen) seen(some);
  };
  DefinitionFileRun run;
  if (order.resume) run.resumed = read_done(stream, order, columns, sink);
  run.done = stream.run(run.resumed, sink, control);
  run.finished = run.done == stream.size();
  if (run.done > 0) file.close();
  return run;
}

}  // namespace rerate
