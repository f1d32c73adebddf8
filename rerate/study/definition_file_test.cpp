// Behaviour -> test
//   a row for every definition: number, options in words, figures              -> DefinitionFileTest.RowsInFull
//   names that are alike but for their case stay columns of their own          -> DefinitionFileTest.NamesAlike
//   going on after a stop at any place gives the same bytes                    -> DefinitionFileTest.GoesOnAfterAStop
//   a file that is whole is left as it is by going on                          -> DefinitionFileTest.GoesOnWithAWholeFile
//   stopped before the first definition: what was there stays                  -> DefinitionFileTest.StoppedAtOnce
//   a file of something else is neither gone on with nor written over          -> DefinitionFileTest.AnotherFile
//   rows that are not those that belong there                                  -> DefinitionFileTest.OtherRows
//   a folder that cannot be written is told before anything is run             -> DefinitionFileTest.Unwritable
//   what notes tell apart                                                      -> DefinitionFileTest.Notes
#include "rerate/study/definition_file.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>

#include "rerate/base/file.h"
#include "rerate/store/parquet_stream.h"
#include "rerate/store/parquet_table.h"
#include "rerate/study/definition_stream_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

class DefinitionFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("rerate_definitions_" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file() const { return folder_ / "definitions.parquet"; }

  std::map<std::string, std::string> notes(const DefinitionStream& stream,
                                           const SectionRequest& section) const {
    return definition_notes(study.open.study, section, {}, study.open.evaluated, stream);
  }

  DefinitionFileRun write(const SectionRequest& section, bool resume = false,
                          const DefinitionStream::Control& control = {}) const {
    const DefinitionStream stream(section, study.context, {});
    return write_definition_file(stream, {file(), resume, notes(stream, section)}, {}, control);
  }

  std::string refusal(const SectionRequest& section, bool resume) const {
    try {
      write(section, resume);
    } catch (const UserError& error) {
      return to_string(error.failure());
    }
    return "nothing refused";
  }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  StreamedStudy study;
  std::filesystem::path folder_;
};

TEST_F(DefinitionFileTest, RowsInFull) {
  const auto run = write(study.events);
  EXPECT_TRUE(run.finished);
  EXPECT_EQ(run.resumed, 0u);
  EXPECT_EQ(run.done, 54u);
  const DefinitionStream stream(study.events, study.context, {});
  const auto all = collected(stream);
  std::vector<std::string> names{"definition"};
  for (const auto& choice : stream.lattice().choices()) names.push_back(choice.name);
  for (const auto& column : stream.columns()) names.push_back(column.name);
  const auto table = read_parquet(file(), names);
  ASSERT_EQ(table.rows, 54u);
  std::vector<std::uint32_t> options(4);
  for (std::size_t i = 0; i < table.rows; ++i) {
    EXPECT_EQ(std::get<0>(table.columns[0].cells)[i], static_cast<double>(all.definitions[i]));
    stream.lattice().options(all.definitions[i], options);
    for (std::size_t c = 0; c < options.size(); ++c)
      EXPECT_EQ(std::get<2>(table.columns[1 + c].cells)[i],
                stream.lattice().choices()[c].options[options[c]]);
    for (std::size_t c = 0; c < all.figures.size(); ++c) {
      const double written = std::get<0>(table.columns[5 + c].cells)[i], ran = all.figures[c][i];
      EXPECT_TRUE(written == ran || (std::isnan(written) && std::isnan(ran))) << names[5 + c];
    }
  }
  EXPECT_EQ(files(), 1u);
}

TEST_F(DefinitionFileTest, NamesAlike) {
  auto section = study.curve;
  auto choices = std::make_shared<SectionChoices>(*section.choices);
  choices->choices[0].name = "Definition";
  choices->choices[1].name = "definition";
  choices->choices[1].options = {"one", "one", "two"};
  section.choices = choices;
  EXPECT_TRUE(write(section).finished);
  const auto table = read_parquet(file(), {"definition", "Definition_", "definition__"});
  EXPECT_EQ(table.rows, 9u);
  EXPECT_EQ(std::get<2>(table.columns[2].cells)[1], "one ");
  EXPECT_TRUE(write(section, true).finished);
}

TEST_F(DefinitionFileTest, GoesOnAfterAStop) {
  write(study.events);
  const auto whole = read_file(file());
  const DefinitionStream stream(study.events, study.context, {});
  const auto all = collected(stream);
  for (const std::size_t stopped : {std::size_t{1}, std::size_t{20}, std::size_t{53}}) {
    {
      // As a stopped run leaves it.
      DefinitionFileOrder order{file(), false, notes(stream, study.events)};
      std::filesystem::remove(file());
      std::vector<MadeColumn> columns{{"definition", MadeColumn::Type::whole_number}};
      for (const auto& choice : stream.lattice().choices())
        columns.push_back({choice.name, MadeColumn::Type::option, choice.options});
      for (const auto& column : stream.columns()) columns.push_back({column.name});
      ParquetStream part(file(), columns, order.notes);
      MadeRows rows{{std::vector<std::int64_t>(
          all.definitions.begin(), all.definitions.begin() + static_cast<std::ptrdiff_t>(stopped))}};
      for (std::size_t c = 0; c < 4; ++c) rows.cells.emplace_back(std::vector<std::uint32_t>(stopped));
      for (const auto& column : all.figures)
        rows.cells.emplace_back(
            std::vector<double>(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(stopped)));
      part.append(std::move(rows));
      part.close();
    }
    std::size_t seen = 0;
    const auto run =
        write_definition_file(stream, {file(), true, notes(stream, study.events)},
                              [&](const StreamedDefinitions& some) { seen += some.definitions.size(); }, {});
    EXPECT_EQ(run.resumed, stopped);
    EXPECT_EQ(run.done, 54u);
    EXPECT_EQ(seen, 54u);
    EXPECT_TRUE(read_file(file()) == whole) << stopped;
  }
}

TEST_F(DefinitionFileTest, GoesOnWithAWholeFile) {
  for (const auto* section : {&study.events, &study.curve}) {
    write(*section);
    const auto whole = read_file(file());
    const auto run = write(*section, true);
    EXPECT_EQ(run.resumed, run.done);
    EXPECT_TRUE(run.finished);
    EXPECT_TRUE(read_file(file()) == whole);
  }
}

TEST_F(DefinitionFileTest, StoppedAtOnce) {
  std::atomic<bool> stop{true};
  const auto run = write(study.curve, false, {&stop});
  EXPECT_FALSE(run.finished);
  EXPECT_EQ(run.done, 0u);
  EXPECT_EQ(files(), 0u);
  write(study.curve);
  const auto whole = read_file(file());
  EXPECT_EQ(write(study.curve, false, {&stop}).done, 0u);
  EXPECT_TRUE(read_file(file()) == whole);
}

TEST_F(DefinitionFileTest, AnotherFile) {
  EXPECT_THAT(refusal(study.curve, true), HasSubstr("RR101"));
  write_file_atomically(file(), "my notes");
  EXPECT_THAT(refusal(study.curve, true), HasSubstr("RR808"));
  EXPECT_THAT(refusal(study.curve, false), HasSubstr("RR808"));
  EXPECT_EQ(read_file(file()), "my notes");
  std::filesystem::remove(file());
  ParquetStream other(file(), {{"x"}}, {});
  other.append({{std::vector<double>{1}}});
  other.close();
  EXPECT_THAT(refusal(study.curve, true), HasSubstr("RR808"));
  EXPECT_THAT(refusal(study.curve, false), HasSubstr("RR808"));
  std::filesystem::remove(file());
  write(study.curve);
  EXPECT_THAT(refusal(study.events, true), HasSubstr("another section"));
  auto changed = study.curve;
  changed.definition_hash = "another";
  EXPECT_THAT(refusal(changed, true), HasSubstr("other options"));
  EXPECT_TRUE(write(study.events).finished);  // its own kind is written over
}

TEST_F(DefinitionFileTest, OtherRows) {
  const DefinitionStream stream(study.curve, study.context, {});
  std::vector<MadeColumn> columns{{"definition", MadeColumn::Type::whole_number}};
  for (const auto& column : stream.columns()) columns.push_back({column.name});
  ParquetStream other(file(), columns, notes(stream, study.curve));
  MadeRows rows{{std::vector<std::int64_t>{0, 2}}};
  for (std::size_t c = 1; c < columns.size(); ++c) rows.cells.emplace_back(std::vector<double>{1, 2});
  other.append(std::move(rows));
  other.close();
  const auto before = read_file(file());
  EXPECT_THAT(refusal(study.curve, true), HasSubstr("row 2"));
  EXPECT_TRUE(read_file(file()) == before);
  EXPECT_EQ(files(), 1u);
}

TEST_F(DefinitionFileTest, Unwritable) {
  const DefinitionStream stream(study.curve, study.context, {});
  bool ran = false;
  try {
    write_definition_file(stream, {folder_ / "none" / "x.parquet", false, {}},
                          [&](const StreamedDefinitions&) { ran = true; }, {});
    ADD_FAILURE() << "written";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::file_unwritable);
  }
  EXPECT_FALSE(ran);
}

TEST_F(DefinitionFileTest, Notes) {
  const DefinitionStream stream(study.curve, study.context, {}), sample(study.curve, study.context, 5);
  const auto usual = notes(stream, study.curve);
  EXPECT_EQ(usual.at("rerate.section"), "curve-recessions");
  EXPECT_EQ(usual.at("rerate.of"), "9");
  EXPECT_EQ(usual.at("rerate.study"), "streamed.toml");
  EXPECT_NE(notes(sample, study.curve).at("rerate.lattice"), usual.at("rerate.lattice"));
  auto later = study.open.study;
  later.sha256 = "another";
  EXPECT_NE(definition_notes(later, study.curve, {}, study.open.evaluated, stream).at("rerate.inputs"),
            usual.at("rerate.inputs"));
  write(study.curve);
  EXPECT_EQ(read_parquet_notes(file()), usual);
}

}  // namespace
}  // namespace rerate
