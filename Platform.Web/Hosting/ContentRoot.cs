namespace Platform.Web.Hosting;

/// <summary>Finds the folder that holds wwwroot: the published folder itself, or the project folder when run from a build output.</summary>
public static class ContentRoot
{
    public static string Find()
    {
        if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")))
        {
            return AppContext.BaseDirectory;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var project = Path.Combine(folder.FullName, "Platform.Web");
            if (Directory.Exists(Path.Combine(project, "wwwroot")))
            {
                return project;
            }
        }

        return AppContext.BaseDirectory;
    }
}
